package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
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
public record ManifestView(
        String sha256,
        long size,
        String manifestSha256,
        int chunks,
        long entries,
        List<Chunk> items,
        @Nullable Long next)
        implements Page<ManifestView.Chunk> {
    public ManifestView {
        items = Given.list(items);
    }

    /**
     * Bytes from one cut to the next.
     *
     * @param path of the entry with which it begins; {@code lib/a.jar!/b} in a zip within
     * @param offset first byte
     * @param entries that begin in it
     */
    @Json
    public record Chunk(String path, long offset, int size, String sha256, int entries) {}
}
