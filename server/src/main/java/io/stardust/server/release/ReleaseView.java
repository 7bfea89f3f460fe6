package io.stardust.server.release;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Change;
import io.stardust.server.deploy.Modes;
import org.jspecify.annotations.Nullable;

/**
 * A release as people see it.
 *
 * @param entries of the package and of the jars in it, as its manifest counts them
 * @param signedBy id of the key; null = not signed
 * @param failedIn the last rollout to it, if that failed
 * @param rotten true when the server's copy is damaged: it cannot be published until it is uploaded again
 */
@Json
public record ReleaseView(
        long id,
        long deploymentId,
        String version,
        boolean enabled,
        @Nullable String fileName,
        String sha256,
        String md5,
        long size,
        @Nullable String overwrite,
        String mode,
        String os,
        String arch,
        @Nullable String note,
        long createdAt,
        String createdBy,
        long revision,
        @Nullable String manifestSha256,
        long entries,
        @Nullable String signedBy,
        boolean rotten,
        @Nullable Long failedIn)
        implements Change.OfDeployment {
    public static ReleaseView of(Release release) {
        return of(release, null);
    }

    public static ReleaseView of(Release release, @Nullable Long failedIn) {
        return new ReleaseView(
                release.id(),
                release.deploymentId(),
                release.version(),
                release.enabled(),
                release.fileName(),
                release.sha256(),
                release.md5(),
                release.size(),
                release.overwrite(),
                Modes.name(release.mode()),
                release.os(),
                release.arch(),
                release.note(),
                release.createdAt(),
                release.createdBy(),
                release.revision(),
                release.manifestSha256(),
                release.entries(),
                release.signedBy(),
                release.rotten(),
                failedIn);
    }
}
