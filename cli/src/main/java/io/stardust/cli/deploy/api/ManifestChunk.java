package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** Some bytes of a package. Size in bytes. */
@Json
public record ManifestChunk(String path, long offset, long size, String sha256, int entries) {
    /** A page of them. */
    @Json
    public record Some(List<ManifestChunk> items) implements Page<ManifestChunk> {}
}
