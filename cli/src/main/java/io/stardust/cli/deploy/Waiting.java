package io.stardust.cli.deploy;

import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Terminal;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/** Whether and how long a verb waits until nodes have done what is wanted. Filled by picocli. */
final class Waiting {
    private static final long PAUSE_MS = 150;

    @Option(names = "--wait", description = "Wait until the nodes are done.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long to wait; default: ${DEFAULT-VALUE}.")
    private long seconds = 120;

    boolean wanted() {
        return wait;
    }

    long seconds() {
        return seconds;
    }

    /** Asks {@code done} until it holds; false when the time is over. */
    boolean until(Terminal terminal, BooleanSupplier done) {
        long end = terminal.now() + seconds * 1000;
        while (!done.getAsBoolean()) {
            if (terminal.now() > end) return false;
            pause(PAUSE_MS);
        }
        return true;
    }

    /** Lets time pass. */
    static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted");
        }
    }
}
