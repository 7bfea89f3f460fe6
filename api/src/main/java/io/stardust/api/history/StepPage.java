package io.stardust.api.history;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some steps, and where to go on. */
@Json
public record StepPage(List<StepView> items, @Nullable Long next) implements Page<StepView> {
    public StepPage {
        items = Given.list(items);
    }
}
