package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some placements of {@code total}, and where to go on. */
@Json
public record PlacementPage(
        List<PlacementView> items, @Nullable Long next, long total) implements Page<PlacementView> {
    public PlacementPage {
        items = Given.list(items);
    }
}
