package io.stardust.api.release;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * How the files of a package differ from those of another, by size and CRC.
 *
 * @param same how many are as they were
 * @param truncated true when there are more than 1,000 differences of a kind, of which the first are shown
 */
@Json
public record PackageDiff(List<Sized> added, List<Sized> removed, List<Changed> changed, int same, boolean truncated) {
    public PackageDiff {
        added = Given.list(added);
        removed = Given.list(removed);
        changed = Given.list(changed);
    }

    /** A file on one side only. */
    @Json
    public record Sized(String path, long size) {}

    /** A file on both sides, with other content. */
    @Json
    public record Changed(String path, long oldSize, long newSize) {}
}
