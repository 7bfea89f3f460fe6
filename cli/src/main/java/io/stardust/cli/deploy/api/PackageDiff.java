package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;

/** How one package differs from another. */
@Json
public record PackageDiff(List<Sized> added, List<Sized> removed, List<Changed> changed, long same, boolean truncated) {
    /** A file on one side only. */
    @Json
    public record Sized(String path, long size) {}

    /** A file on both sides, with other content. */
    @Json
    public record Changed(String path, long oldSize, long newSize) {}
}
