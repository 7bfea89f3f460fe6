package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some items by key and scope, and where to go on.
 *
 * @param next {@code after} of the next page; absent on the last
 */
@Json
public record ConfigItemPage(
        List<ConfigItemView> items, @Nullable String next) {
    public ConfigItemPage {
        items = Given.list(items);
    }
}
