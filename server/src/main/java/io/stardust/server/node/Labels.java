package io.stardust.server.node;

import io.avaje.jsonb.Json;
import java.util.Map;

/** A node's labels as they stand in its row. */
@Json
record Labels(Map<String, String> labels) {
    Labels {
        labels = Map.copyOf(labels);
    }

    static String text(Map<String, String> labels) {
        return io.stardust.protocol.Json.PEOPLE.text(new Labels(labels));
    }

    static Map<String, String> of(String text) {
        return io.stardust.protocol.Json.PEOPLE.read(text, Labels.class).labels();
    }
}
