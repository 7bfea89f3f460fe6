package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some nodes, by id, of {@code total}. {@code next} goes on behind them; null at the end. */
@Json
public record NodePage(List<NodeView> items, @Nullable Long next, long total) implements Page<NodeView> {
    public NodePage {
        items = Given.list(items);
    }
}
