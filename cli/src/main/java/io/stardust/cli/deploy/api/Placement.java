package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.terminal.Cell;
import org.jspecify.annotations.Nullable;

/** A deployment on a node: what is wanted, what is seen. Times are epoch ms. */
@Json
public record Placement(
        long id,
        long deploymentId,
        @Nullable String deploymentName,
        String deployName,
        long nodeId,
        String nodeName,
        boolean enabled,
        Desired desired,
        Observed observed,
        boolean converged,
        long revision) {
    /** Somebody can say what runs there: its node is connected. */
    public boolean reachable() {
        return observed.reachable();
    }

    /** The observed state in a word; {@code unreachable} when nobody can say. */
    String state() {
        return observed.reachable() ? observed.state() : "unreachable";
    }

    /** The same for people: with the exit code of what failed. */
    public Cell shown() {
        if (observed.restarting()) return Cell.state("backOff");
        Cell cell = Cell.state(state());
        boolean exited = observed.reachable() && observed.state().equals("failed") && observed.exitCode() != null;
        return exited ? new Cell("failed (exit %d)".formatted(observed.exitCode()), cell.style()) : cell;
    }

    /** What people want. */
    @Json
    public record Desired(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long revision) {}

    /** What the agent last said; old news when the node is not {@code reachable}. */
    @Json
    public record Observed(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long pid,
            long startedAt,
            long crashes,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable String output,
            long workingSet,
            double cpuUsage,
            @Nullable Long failingSince,
            long at,
            boolean reachable,
            @Nullable Long unreachableSince) {
        /** True when it did not come up and is about to be started again, which agents tell in the reason alone. */
        private boolean restarting() {
            return reachable && state.equals("failed") && reason != null && reason.contains("; next start in ");
        }
    }
}
