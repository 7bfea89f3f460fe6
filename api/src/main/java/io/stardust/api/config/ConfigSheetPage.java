package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The config of some apps, by name, and where to go on.
 *
 * @param next {@code after} of the next page; absent on the last
 */
@Json
public record ConfigSheetPage(
        List<ConfigSheetView> items, @Nullable String next) {
    public ConfigSheetPage {
        items = Given.list(items);
    }
}
