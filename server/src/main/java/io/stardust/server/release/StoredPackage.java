package io.stardust.server.release;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a package's content. Immutable.
 *
 * @param sha256 of the package
 * @param manifestSha256 of the manifest's text
 * @param manifestBlob SHA-256 of the packed manifest: where it lies
 * @param entries of the zip and of the zips in it that were opened
 * @param checkedAt when its bytes were last read and found right, epoch ms
 * @param rottenAt since when they are known to be wrong; null while they are right
 */
public record StoredPackage(
        String sha256,
        String manifestSha256,
        String manifestBlob,
        long entries,
        long checkedAt,
        @Nullable Long rottenAt) {}
