package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some placements of {@code total}, and where to go on. */
@Json
public record PlacementPage(
        List<PlacementView> items, @Nullable Long next, long total) {
    public PlacementPage {
        items = List.copyOf(items);
    }
}
