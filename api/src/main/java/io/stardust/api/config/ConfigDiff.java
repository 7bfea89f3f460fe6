package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/** What is otherwise between two releases, or between what is live and the draft; by key and scope. */
@Json
public record ConfigDiff(List<ConfigDifference> items) {
    public ConfigDiff {
        items = Given.list(items);
    }
}
