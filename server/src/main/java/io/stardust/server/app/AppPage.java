package io.stardust.server.app;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some apps, and where to go on. */
@Json
public record AppPage(List<AppView> items, @Nullable Long next) {
    public AppPage {
        items = List.copyOf(items);
    }
}
