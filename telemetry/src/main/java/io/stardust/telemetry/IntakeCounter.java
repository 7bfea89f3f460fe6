package io.stardust.telemetry;

/**
 * Hears how much each app sent, so that its share can be bounded. Called by the thread that writes: it must not wait.
 */
@FunctionalInterface
public interface IntakeCounter {
    /** {@code bytes} of messages of {@code app} were stored. */
    void stored(long app, long bytes);
}
