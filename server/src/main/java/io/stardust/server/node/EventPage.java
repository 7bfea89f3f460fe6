package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some events, newest first. {@code next} goes on behind them; null at the end. */
@Json
public record EventPage(List<EventView> items, @Nullable Long next) implements Page<EventView> {
    public EventPage {
        items = Given.list(items);
    }
}
