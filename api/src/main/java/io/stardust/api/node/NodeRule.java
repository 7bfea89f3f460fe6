package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and labels the nodes of a project by their address.
 *
 * @param pattern which addresses: a network such as {@code 10.0.0.0/8} or {@code fd00::/8}, or text in which {@code *}
 *     stands for anything, such as {@code 10.0.*.7}
 * @param name how such a node is called, {@code {ip}}, {@code {host}} and {@code {code}} filled in; null: as it calls
 *     itself
 * @param priority the higher one names, and wins where labels meet
 */
@Json
public record NodeRule(
        long id,
        long projectId,
        String pattern,
        @Nullable String name,
        Map<String, String> labels,
        int priority,
        long revision,
        long createdAt,
        long updatedAt) {
    public NodeRule {
        labels = Given.map(labels);
    }

    /** The body of a request; what is absent stays, an empty name clears. */
    @Json
    public record Body(
            @Nullable Long projectId,
            @Nullable String pattern,
            @Nullable String name,
            @Nullable Map<String, String> labels,
            @Nullable Integer priority) {}

    /** Some rules; {@code next} goes on behind them. */
    @Json
    public record Page(List<NodeRule> items, @Nullable Long next) implements io.stardust.api.Page<NodeRule> {
        public Page {
            items = Given.list(items);
        }
    }

    /** How many nodes a rule fits, and how many of them are other than before. */
    @Json
    public record Applied(int matched, int changed) {}
}
