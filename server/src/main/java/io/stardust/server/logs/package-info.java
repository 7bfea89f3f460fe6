/**
 * What apps log: taken from agents, SDKs, OpenTelemetry and old clients, kept in a store of its own beside the
 * database, searched by people. Starting points: {@link io.stardust.server.logs.LogCentre}, which keeps it, and
 * {@link io.stardust.server.logs.LogRoutes}, which shows it.
 */
@NullMarked
package io.stardust.server.logs;

import org.jspecify.annotations.NullMarked;
