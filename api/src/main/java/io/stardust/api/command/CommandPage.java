package io.stardust.api.command;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some orders, newest first. {@code next} goes on behind them; null at the end. */
@Json
public record CommandPage(List<CommandView> items, @Nullable Long next) implements Page<CommandView> {
    public CommandPage {
        items = Given.list(items);
    }
}
