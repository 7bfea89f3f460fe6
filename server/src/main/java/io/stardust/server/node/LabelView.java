package io.stardust.server.node;

import io.avaje.jsonb.Json;
import java.util.List;

/** A key that labels nodes, and with what. */
@Json
record LabelView(String key, List<String> values) {
    LabelView {
        values = List.copyOf(values);
    }

    /** All of them. */
    @Json
    record All(List<LabelView> items) {
        All {
            items = List.copyOf(items);
        }
    }
}
