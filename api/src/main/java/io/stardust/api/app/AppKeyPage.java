package io.stardust.api.app;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some keys of an app, and where to go on. */
@Json
public record AppKeyPage(List<AppKeyView> items, @Nullable Long next) implements Page<AppKeyView> {
    public AppKeyPage {
        items = Given.list(items);
    }
}
