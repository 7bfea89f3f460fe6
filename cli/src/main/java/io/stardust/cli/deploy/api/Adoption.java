package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A local service that was made a placement, and how the packing of its folder goes. */
@Json
public record Adoption(
        boolean told,
        List<String> secrets,
        List<String> changes,
        @Nullable Packing packing) {
    /** Sizes are bytes. */
    @Json
    public record Packing(
            String state,
            long files,
            long bytes,
            long totalBytes,
            List<String> leftOut,
            @Nullable String reason,
            @Nullable Long releaseId) {
        public boolean over() {
            return state.equals("done") || state.equals("failed");
        }
    }
}
