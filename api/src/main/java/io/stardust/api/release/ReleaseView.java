package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.deploy.OfDeployment;
import org.jspecify.annotations.Nullable;

/**
 * A release as people see it: one immutable package of a deployment.
 *
 * @param version unique within the deployment
 * @param enabled false: it cannot be published
 * @param fileName as it was uploaded; absent: not said
 * @param size bytes
 * @param overwrite file patterns joined by {@code ;}; absent: none
 * @param mode standard, full or partial
 * @param os that it runs on; {@code any} = whichever; {@code arch} likewise
 * @param createdAt epoch ms
 * @param createdBy who uploaded it
 * @param manifestSha256 of the text that is signed; absent while that is not known
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
        implements OfDeployment {}
