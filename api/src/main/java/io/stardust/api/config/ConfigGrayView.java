package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some instances have before the others, until it is published for all or withdrawn.
 *
 * @param percent of all instances, 0 to 100
 * @param instances how many of those that run now are in it
 * @param items what is otherwise than for the others
 * @param createdAt epoch ms
 * @param placements that have it, {@code service@node}, as far as a rollout brought it
 * @param rolloutId the rollout that carries it; absent: none
 * @param held whether that is under way: until it is over, only it gives, publishes and withdraws this
 */
@Json
public record ConfigGrayView(
        List<String> clients,
        List<String> nodes,
        Map<String, String> labels,
        int percent,
        long instances,
        @Nullable String message,
        String author,
        long createdAt,
        List<ConfigDifference> items,
        List<String> placements,
        @Nullable Long rolloutId,
        boolean held) {
    public ConfigGrayView {
        clients = Given.list(clients);
        nodes = Given.list(nodes);
        labels = Given.map(labels);
        items = Given.list(items);
        placements = Given.list(placements);
    }
}
