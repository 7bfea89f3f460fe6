package io.stardust.api.app;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some apps, and where to go on. */
@Json
public record AppPage(List<AppView> items, @Nullable Long next) implements Page<AppView> {
    public AppPage {
        items = Given.list(items);
    }
}
