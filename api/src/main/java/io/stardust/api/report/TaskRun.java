package io.stardust.api.report;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order to a task and what became of it. Times are epoch ms by the agent's clock.
 *
 * @param revision of the node's desired state that asked for it: one order runs once
 * @param startedAt 0 = the agent did not say
 * @param exitCode absent = not known
 * @param reason absent when there is nothing to explain
 * @param output its last lines
 * @param why {@code reason} by code, for readers of other languages; absent when there are words only
 */
@Json
public record TaskRun(
        long id,
        long deploymentId,
        long placementId,
        long nodeId,
        String nodeName,
        long releaseId,
        @Nullable String version,
        long revision,
        long startedAt,
        long endedAt,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable String output,
        @Nullable List<Why> why) {
    /** Some runs, and where to go on. */
    @Json
    public record Page(List<TaskRun> items, @Nullable Long next) implements io.stardust.api.Page<TaskRun> {
        public Page {
            items = Given.list(items);
        }
    }
}
