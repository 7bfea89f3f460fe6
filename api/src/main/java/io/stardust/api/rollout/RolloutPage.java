package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rollouts, and where to go on. */
@Json
public record RolloutPage(
        List<RolloutSummary> items, @Nullable Long next) implements Page<RolloutSummary> {
    public RolloutPage {
        items = Given.list(items);
    }
}
