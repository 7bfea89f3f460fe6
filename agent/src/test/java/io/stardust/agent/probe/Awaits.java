package io.stardust.agent.probe;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for something that happens in its own time, for 30 s at most. */
final class Awaits {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Awaits() {}

    /** Looks every 2 ms; fails with {@code what} when it does not happen. */
    public static void until(Supplier<String> what, Callable<Boolean> happened) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.call()) {
            if (System.nanoTime() - deadline > 0) throw new AssertionError("did not happen: " + what.get());
            Thread.sleep(2);
        }
    }
}
