package io.stardust.agent.supervise.output;

/**
 * A process that appends to a log.
 *
 * @param from The place of the first byte that it can have printed; {@link #EVER} when that is not known.
 * @param release The version that it was started from; empty = not known.
 */
public record Writer(long from, long pid, String release) {
    /** Since an earlier agent has started it. */
    public static final long EVER = 0;
}
