package io.stardust.server.rollout;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rollouts, and where to go on. */
@Json
public record RolloutPage(
        List<RolloutGlance> items, @Nullable Long next) {
    public RolloutPage {
        items = List.copyOf(items);
    }
}
