package io.stardust.api.adopt;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A local service that was made a placement.
 *
 * @param told true when its agent told arguments and variables, too
 * @param secrets names of the variables it told whose values are kept sealed, since they look like secrets
 * @param changes what of its settings is other than in the node's own file; then it is restarted when a release is
 *     published
 * @param packing absent: nobody asked for it
 */
@Json
public record AdoptionView(
        long placementId,
        long deploymentId,
        String deploymentName,
        long nodeId,
        String nodeName,
        String service,
        boolean told,
        List<String> secrets,
        List<String> changes,
        @Nullable Packing packing) {
    public AdoptionView {
        secrets = Given.list(secrets);
        changes = Given.list(changes);
    }

    /**
     * How far the packing of its folder is.
     *
     * @param state {@code packing}, {@code uploading}, {@code done} or {@code failed}
     * @param files packed so far
     * @param bytes packed, or uploaded, so far
     * @param totalBytes of the folder, or of the package; 0 = not known yet
     * @param leftOut what is not in the package, in words
     * @param reason why there is no package; absent unless it failed
     * @param releaseId that was made of it; absent until it is done
     * @param startedAt epoch ms
     */
    @Json
    public record Packing(
            String state,
            long files,
            long bytes,
            long totalBytes,
            List<String> leftOut,
            @Nullable String reason,
            @Nullable Long releaseId,
            long startedAt) {
        public Packing {
            leftOut = Given.list(leftOut);
        }

        /** It goes on no more. */
        public boolean over() {
            return state.equals("done") || state.equals("failed");
        }
    }
}
