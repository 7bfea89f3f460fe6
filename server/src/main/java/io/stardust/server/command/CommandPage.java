package io.stardust.server.command;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some orders, newest first. {@code next} goes on behind them; null at the end. */
@Json
public record CommandPage(List<CommandView> items, @Nullable Long next) {
    public CommandPage {
        items = List.copyOf(items);
    }
}
