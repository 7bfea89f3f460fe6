package io.stardust.agent.install.fetch;

import java.time.Duration;

/** Waits between two attempts; a test counts instead. */
@FunctionalInterface
public interface Pause {
    void of(Duration length) throws InterruptedException;
}
