package io.stardust.server.release;

import io.avaje.jsonb.Json;
import io.stardust.protocol.pack.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some chunks of a package, in its order, and what holds for all of them.
 *
 * @param sha256 of the package
 * @param size of the package, bytes
 * @param manifestSha256 of the text that is signed
 * @param chunks how many there are
 * @param entries of the zip and of the zips in it that were opened
 * @param next goes on behind these; null at the end
 */
@Json
record ManifestView(
        String sha256,
        long size,
        String manifestSha256,
        int chunks,
        long entries,
        List<Chunk> items,
        @Nullable Long next) {
    ManifestView {
        items = List.copyOf(items);
    }

    /**
     * Bytes from one cut to the next.
     *
     * @param path of the entry with which it begins; {@code lib/a.jar!/b} in a zip within
     * @param offset first byte
     * @param entries that begin in it
     */
    @Json
    record Chunk(String path, long offset, int size, String sha256, int entries) {}

    /** Those behind the {@code cursor}th. */
    static ManifestView of(Manifest manifest, long cursor, int limit) {
        List<Chunk> items = new ArrayList<>();
        long offset = 0;
        int to = (int) Math.min(manifest.count(), cursor + limit);
        for (int i = 0; i < to; i++) {
            if (i >= cursor) {
                items.add(
                        new Chunk(manifest.path(i), offset, manifest.length(i), manifest.hash(i), manifest.entries(i)));
            }
            offset += manifest.length(i);
        }
        return new ManifestView(
                manifest.sha256(),
                manifest.size(),
                manifest.textSha256(),
                manifest.count(),
                manifest.entries(),
                items,
                to < manifest.count() ? Long.valueOf(to) : null);
    }
}
