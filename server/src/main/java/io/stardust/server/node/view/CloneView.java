package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import java.util.List;

/** Another machine uses this node's identity, too; {@code others}: from where. {@code since} is epoch ms. */
@Json
public record CloneView(long since, List<String> others) {
    public CloneView {
        others = List.copyOf(others);
    }
}
