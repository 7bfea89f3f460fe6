package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some events, newest first. {@code next} goes on behind them; null at the end. */
@Json
public record EventPage(List<EventView> items, @Nullable Long next) {
    public EventPage {
        items = List.copyOf(items);
    }
}
