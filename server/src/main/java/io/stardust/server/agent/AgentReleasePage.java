package io.stardust.server.agent;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some versions of the agent; {@code next} is the cursor of the following ones, null at the end. */
@Json
record AgentReleasePage(
        List<AgentReleaseView> items, @Nullable Long next) {
    AgentReleasePage {
        items = List.copyOf(items);
    }
}
