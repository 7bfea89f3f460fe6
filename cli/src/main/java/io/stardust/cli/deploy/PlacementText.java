package io.stardust.cli.deploy;

import io.stardust.api.deploy.PlacementView.Seen;
import io.stardust.cli.terminal.Cell;

/** Says in short how a placement is. Pure functions. */
final class PlacementText {
    private PlacementText() {}

    /** The observed state, with the exit code of what failed; {@code unreachable} when nobody can say. */
    static Cell state(Seen seen) {
        if (!seen.reachable()) return Cell.state("unreachable");
        if (restarting(seen)) return Cell.state("backOff");
        Cell cell = Cell.state(seen.state());
        boolean exited = seen.state().equals("failed") && seen.exitCode() != null;
        return exited ? new Cell("failed (exit %d)".formatted(seen.exitCode()), cell.style()) : cell;
    }

    /** It did not come up and is about to be started again, which agents tell in the reason alone. */
    private static boolean restarting(Seen seen) {
        return seen.state().equals("failed")
                && seen.reason() != null
                && seen.reason().contains("; next start in ");
    }
}
