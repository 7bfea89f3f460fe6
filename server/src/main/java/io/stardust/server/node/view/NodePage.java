package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some nodes, by id, of {@code total}. {@code next} goes on behind them; null at the end. */
@Json
public record NodePage(List<NodeView> items, @Nullable Long next, long total) {
    public NodePage {
        items = List.copyOf(items);
    }
}
