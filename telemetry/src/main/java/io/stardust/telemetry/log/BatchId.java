package io.stardust.telemetry.log;

/**
 * What a sender calls a batch, so that the same one sent again is not stored twice.
 *
 * @param sender e.g. the id of an agent; at most 200 characters
 * @param number another one for each of its batches, counted or random
 */
public record BatchId(String sender, long number) {
    private static final int MAX_SENDER = 200;

    public BatchId {
        if (sender.isEmpty() || sender.length() > MAX_SENDER) {
            throw new IllegalArgumentException(
                    "a sender of " + sender.length() + " characters (expected: 1 to " + MAX_SENDER + ")");
        }
    }
}
