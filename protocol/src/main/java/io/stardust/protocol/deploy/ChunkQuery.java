package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Ours: asks for some bytes of a release's package ({@code POST /Deploy/Chunks}); the answer is these bytes one after
 * the other, as {@code application/octet-stream}.
 *
 * @param releaseId Whose package.
 * @param ranges In pairs: first byte, number of bytes; in the order of the package, none overlapping; at most 1,000
 *     pairs.
 */
@Json(caseInsensitiveKeys = true)
public record ChunkQuery(
        @Json.Property("ReleaseId") long releaseId,
        @Json.Property("Ranges") List<Long> ranges) {
    public ChunkQuery {
        ranges = List.copyOf(ranges);
    }
}
