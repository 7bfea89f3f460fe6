package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A release as people see it. */
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
        long revision) {
    static ReleaseView of(Release release) {
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
                release.revision());
    }
}
