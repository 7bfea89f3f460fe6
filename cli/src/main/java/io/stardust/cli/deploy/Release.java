package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** One immutable package of a deployment. Size in bytes. */
@Json
record Release(
        long id,
        long deploymentId,
        String version,
        boolean enabled,
        @Nullable String fileName,
        @Nullable String sha256,
        @Nullable String md5,
        long size,
        @Nullable String overwrite,
        @Nullable String mode,
        @Nullable String note,
        long createdAt,
        @Nullable String createdBy,
        @Nullable String signedBy,
        boolean rotten)
        implements Named {
    /** The version is what people call a release. */
    @Override
    public String name() {
        return version;
    }
}
