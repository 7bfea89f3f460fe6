package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/** Another machine uses this node's identity, too; {@code others}: from where. {@code since} is epoch ms. */
@Json
public record CloneView(long since, List<String> others) {
    public CloneView {
        others = Given.list(others);
    }
}
