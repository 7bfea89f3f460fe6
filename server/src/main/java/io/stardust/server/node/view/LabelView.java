package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import java.util.List;

/** A key that labels nodes, and with what. */
@Json
public record LabelView(String key, List<String> values) {
    public LabelView {
        values = List.copyOf(values);
    }

    /** All of them. */
    @Json
    public record All(List<LabelView> items) {
        public All {
            items = List.copyOf(items);
        }
    }
}
