package io.stardust.agent.install;

import java.time.Duration;

/** Waits between two attempts; a test counts instead. */
@FunctionalInterface
interface Pause {
    void of(Duration length) throws InterruptedException;
}
