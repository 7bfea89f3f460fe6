package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** One immutable package of a deployment. Size in bytes. */
@Json
public record Release(
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
        @Nullable String os,
        @Nullable String arch,
        @Nullable String note,
        long createdAt,
        @Nullable String createdBy,
        @Nullable String signedBy,
        boolean rotten)
        implements Named {
    /** {@code linux/arm64}; null for any. */
    @Nullable
    public String platform() {
        boolean any = (os == null || os.equals("any")) && (arch == null || arch.equals("any"));
        return any ? null : os + "/" + arch;
    }

    /** The version is what people call a release. */
    @Override
    public String name() {
        return version;
    }
}
