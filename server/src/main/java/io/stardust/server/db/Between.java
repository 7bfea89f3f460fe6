package io.stardust.server.db;

/**
 * A span of time, epoch ms.
 *
 * @param from 0: from the beginning
 * @param to exclusive; {@link Long#MAX_VALUE}: without an end
 */
public record Between(long from, long to) {
    public static final Between ALWAYS = new Between(0, Long.MAX_VALUE);
}
