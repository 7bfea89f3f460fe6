/** What is stored of a log. Starting point: {@link io.stardust.telemetry.log.LogRecord}. */
@NullMarked
package io.stardust.telemetry.log;

import org.jspecify.annotations.NullMarked;
