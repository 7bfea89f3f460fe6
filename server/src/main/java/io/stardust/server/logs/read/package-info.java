/**
 * Makes log records of what comes in: OpenTelemetry's logs, what programs print, what NewLife's clients post. Pure: it
 * knows no server and no store. Starting points: {@link io.stardust.server.logs.read.OtlpLogs},
 * {@link io.stardust.server.logs.read.PrintedLines}, {@link io.stardust.server.logs.read.NetworkLog}.
 */
@NullMarked
package io.stardust.server.logs.read;

import org.jspecify.annotations.NullMarked;
