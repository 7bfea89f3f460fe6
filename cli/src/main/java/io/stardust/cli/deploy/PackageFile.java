package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;

/** A file in a package. */
@Json
record PackageFile(String path, long size, String crc, long compressed) {
    /** A page of them. */
    @Json
    record Some(List<PackageFile> items) implements Page<PackageFile> {}
}
