package io.stardust.api.report;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent runs by a file of its own.
 *
 * @param mode standard, shadow, hosted or task
 * @param enabled whether it is to run
 * @param state as of placements; null when the agent does not tell
 * @param startedAt of the process, epoch ms; null = none runs
 * @param shadowed true when a placement has its name, so that this does not run
 * @param placementId of the placement with its name on this node; null = none
 * @param adopting true while its placement waits for a first release: until then it runs on as it is
 * @param reportedAt when the agent told, epoch ms
 * @param why {@code reason} by code, for readers of other languages; null when there are words only
 */
@Json
public record LocalServiceView(
        String name,
        @Nullable String fileName,
        @Nullable String workingDirectory,
        @Nullable String userName,
        String mode,
        boolean enabled,
        boolean allowMultiple,
        boolean autoStop,
        boolean reloadOnChange,
        int maxMemory,
        int port,
        @Nullable String state,
        @Nullable String reason,
        @Nullable Long pid,
        @Nullable Long startedAt,
        boolean shadowed,
        @Nullable Long placementId,
        boolean adopting,
        long reportedAt,
        @Nullable List<Why> why) {
    /** All of a node. */
    @Json
    public record All(List<LocalServiceView> items) {
        public All {
            items = Given.list(items);
        }
    }
}
