package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A file in a package. */
@Json
public record PackageFile(String path, long size, String crc, long compressed) {
    /** A page of them. */
    @Json
    public record Some(List<PackageFile> items) implements Page<PackageFile> {}
}
