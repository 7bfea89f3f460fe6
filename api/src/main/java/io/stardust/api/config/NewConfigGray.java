package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the draft to some instances first. Targets as in {@link ConfigGrayTarget}.
 *
 * @param message what it is for; at most 500 characters
 */
@Json
public record NewConfigGray(
        @Nullable String message,
        List<String> clients,
        List<String> nodes,
        Map<String, String> labels,
        @Nullable Integer percent) {
    public NewConfigGray {
        clients = Given.list(clients);
        nodes = Given.list(nodes);
        labels = Given.map(labels);
    }
}
