package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rollout would do. */
@Json
public record Plan(@Nullable Long reverts, List<OnNode> nodes, List<String> warnings) {
    /** What happens to one placement. */
    @Json
    public record OnNode(
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
    public record Files(int added, int changed, int removed, long bytes, long downloadBytes) {}
}
