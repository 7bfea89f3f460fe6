package io.stardust.server.node;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and labels the nodes of a project by their address.
 *
 * @param pattern see {@link AddressPattern}
 * @param name how such a node is called, {@code {ip}}, {@code {host}} and {@code {code}} filled in; null: as it calls
 *     itself
 * @param priority the higher one names, and wins where labels meet
 */
@Json
record NodeRule(
        long id,
        long projectId,
        String pattern,
        @Nullable String name,
        Map<String, String> labels,
        int priority,
        long revision,
        long createdAt,
        long updatedAt) {
    NodeRule {
        labels = Map.copyOf(labels);
    }

    /** The body of a request; what is absent stays, an empty name clears. */
    @Json
    record Body(
            @Nullable Long projectId,
            @Nullable String pattern,
            @Nullable String name,
            @Nullable Map<String, String> labels,
            @Nullable Integer priority) {}

    /** Some rules; {@code next} goes on behind them. */
    @Json
    record Page(java.util.List<NodeRule> items, @Nullable Long next) {
        Page {
            items = java.util.List.copyOf(items);
        }
    }

    /** How many nodes a rule fits, and how many of them are other than before. */
    @Json
    record Applied(int matched, int changed) {}
}
