package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.release.FileChanges;
import io.stardust.api.release.ReleaseView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout would do, without doing it.
 *
 * @param release to which most go
 * @param reverts the rollout that a rollback would undo; absent: none, it goes to a release that was named
 * @param batches the ids of the placements of each; 0 for one that is still to be made
 * @param config that would go along; absent: none
 */
@Json
public record Plan(
        ReleaseView release,
        String kind,
        @Nullable Long reverts,
        List<List<Long>> batches,
        List<OnNode> nodes,
        List<String> warnings,
        @Nullable RolloutConfig config) {
    public Plan {
        batches = Given.list(batches).stream().map(Given::list).toList();
        nodes = Given.list(nodes);
        warnings = Given.list(warnings);
    }

    /**
     * What happens to one placement.
     *
     * @param placementId absent: it is still to be made
     * @param batch 0-based
     * @param toReleaseId absent: it runs nothing then, as before
     * @param act install: another release is put there; adopt: what lies and runs there becomes this release, and runs
     *     on; restart: the same one with other settings; start: it is there and does not run; nothing; stop: as it was
     *     before what is undone; keep: it does not run, and goes to this release when it is started
     * @param restarts true when a process that runs is stopped for it
     */
    @Json
    public record OnNode(
            @Nullable Long placementId,
            long nodeId,
            String nodeName,
            int batch,
            @Nullable Long fromReleaseId,
            @Nullable String fromVersion,
            @Nullable Long toReleaseId,
            @Nullable String toVersion,
            String act,
            boolean restarts,
            FileChanges files,
            List<String> warnings) {
        public OnNode {
            warnings = Given.list(warnings);
        }
    }
}
