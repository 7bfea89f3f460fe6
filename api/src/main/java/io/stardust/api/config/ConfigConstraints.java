package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/** What is demanded of an app's values, by key. */
@Json
public record ConfigConstraints(List<ConfigConstraint> items) {
    public ConfigConstraints {
        items = Given.list(items);
    }
}
