package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * Live items of all apps that match, by app, key and scope.
 *
 * @param more whether there are others
 */
@Json
public record FoundConfigItems(List<FoundConfigItem> items, boolean more) {
    public FoundConfigItems {
        items = Given.list(items);
    }
}
