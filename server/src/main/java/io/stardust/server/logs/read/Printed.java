package io.stardust.server.logs.read;

import io.stardust.telemetry.log.LogRecord;

/**
 * A record and where it came from.
 *
 * @param offset of the first byte of its first line
 */
public record Printed(int offset, LogRecord record) {}
