package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file in a package, as the package's own list says.
 *
 * @param size bytes unpacked
 * @param crc CRC-32 of them, 8 hex digits
 * @param compressed bytes in the package
 */
@Json
public record PackageFile(String path, long size, String crc, long compressed) {
    /** Some files, by path, of {@code total}. {@code next} goes on behind them; null at the end. */
    @Json
    public record Page(List<PackageFile> items, @Nullable Long next, long total)
            implements io.stardust.api.Page<PackageFile> {
        public Page {
            items = Given.list(items);
        }
    }
}
