package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/** A key that labels nodes, and with what. */
@Json
public record LabelView(String key, List<String> values) {
    public LabelView {
        values = Given.list(values);
    }

    /** All of them. */
    @Json
    public record All(List<LabelView> items) {
        public All {
            items = Given.list(items);
        }
    }
}
