package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rollout would do. */
@Json
record Plan(@Nullable Long reverts, List<OnNode> nodes, List<String> warnings) {
    /** What happens to one placement. */
    @Json
    record OnNode(
            String nodeName,
            int batch,
            @Nullable String fromVersion,
            @Nullable String toVersion,
            String act,
            boolean restarts,
            Files files,
            List<String> warnings) {}

    /** How the files differ. */
    @Json
    record Files(int added, int changed, int removed, long bytes, long downloadBytes) {}
}
