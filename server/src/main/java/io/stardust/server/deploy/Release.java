package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PackageMode;
import org.jspecify.annotations.Nullable;

/**
 * One immutable package of a deployment (seed: AppDeployVersion); only whether it may be used, what it overwrites and
 * the note can be edited.
 *
 * @param version unique within the deployment
 * @param fileName as it was uploaded; null when not said
 * @param sha256 64 lower-case hex; also where the bytes are
 * @param md5 32 hex, for agents that know nothing better
 * @param size bytes
 * @param overwrite file patterns joined by {@code ;}; null = none
 * @param os that it runs on, see {@link Platform}; {@code any} = whichever; {@code arch} likewise
 * @param createdBy who uploaded it
 */
public record Release(
        long id,
        long deploymentId,
        String version,
        boolean enabled,
        @Nullable String fileName,
        String sha256,
        String md5,
        long size,
        @Nullable String overwrite,
        PackageMode mode,
        String os,
        String arch,
        @Nullable String note,
        String createdBy,
        long revision,
        long createdAt) {}
