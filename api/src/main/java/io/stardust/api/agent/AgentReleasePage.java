package io.stardust.api.agent;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some versions of the agent; {@code next} is the cursor of the following ones, null at the end. */
@Json
public record AgentReleasePage(
        List<AgentReleaseView> items, @Nullable Long next) implements Page<AgentReleaseView> {
    public AgentReleasePage {
        items = Given.list(items);
    }
}
