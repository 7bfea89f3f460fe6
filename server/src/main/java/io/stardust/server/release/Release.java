package io.stardust.server.release;

import io.stardust.api.release.ReleaseView;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.server.deploy.Modes;
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
 * @param manifestSha256 of the text that tells what it consists of; null while that is not known
 * @param entries of the zip and of the zips in it that were opened
 * @param signature Ed25519 over the manifest's text, base64; null = not signed
 * @param signedBy id of the key; null = not signed
 * @param rotten true when the bytes on the server are known to be wrong
 * @param trusted false when its project requires a signature that is not there or not of its keys
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
        long createdAt,
        @Nullable String manifestSha256,
        long entries,
        @Nullable String signature,
        @Nullable String signedBy,
        boolean rotten,
        boolean trusted) {
    /** As people see it. */
    public ReleaseView view() {
        return view(null);
    }

    /** @param failedIn the last rollout to it, if that failed; null otherwise */
    ReleaseView view(@Nullable Long failedIn) {
        return new ReleaseView(
                id,
                deploymentId,
                version,
                enabled,
                fileName,
                sha256,
                md5,
                size,
                overwrite,
                Modes.name(mode),
                os,
                arch,
                note,
                createdAt,
                createdBy,
                revision,
                manifestSha256,
                entries,
                signedBy,
                rotten,
                failedIn);
    }

    /** The same, signed; the next revision. */
    Release signed(String by, String with) {
        return sealed(revision + 1, with, by, rotten);
    }

    /** The same, its bytes right or wrong. */
    Release withRotten(boolean now) {
        return sealed(revision, signature, signedBy, now);
    }

    private Release sealed(long next, @Nullable String with, @Nullable String by, boolean bad) {
        return new Release(
                id,
                deploymentId,
                version,
                enabled,
                fileName,
                sha256,
                md5,
                size,
                overwrite,
                mode,
                os,
                arch,
                note,
                createdBy,
                next,
                createdAt,
                manifestSha256,
                entries,
                with,
                by,
                bad,
                trusted);
    }
}
