package io.stardust.server.history;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some steps, and where to go on. */
@Json
public record StepPage(List<StepView> items, @Nullable Long next) {
    public StepPage {
        items = List.copyOf(items);
    }
}
