package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A deployment on a node: what is wanted, what is seen. Times are epoch ms. */
@Json
record Placement(
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
    /** The observed state in a word; {@code unreachable} when nobody can say. */
    String state() {
        return observed.reachable() ? observed.state() : "unreachable";
    }

    /** What people want. */
    @Json
    record Desired(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long revision) {}

    /** What the agent last said; old news when the node is not {@code reachable}. */
    @Json
    record Observed(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long pid,
            long startedAt,
            long crashes,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable String output,
            long at,
            boolean reachable) {}
}
