package io.stardust.server.logs.read;

/** Tells which lines belong together. Asked of every line in turn, so it may remember those before. */
@FunctionalInterface
public interface Joins {
    /**
     * Whether the line from {@code from} to {@code to}, without its end, goes on with the record that the line before
     * it belongs to.
     */
    boolean continues(byte[] bytes, int from, int to);
}
