package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instances get a gray release: those that one of these names, and no other.
 *
 * @param clients instances, as {@code ip@pid} or {@code service@node}; at most 1,000
 * @param nodes names of machines; at most 1,000
 * @param labels instances on machines that have all of them; at most 32
 * @param percent of all instances, 0 to 100; absent: 0. An instance that is in stays in while this is raised
 */
@Json
public record ConfigGrayTarget(
        List<String> clients,
        List<String> nodes,
        Map<String, String> labels,
        @Nullable Integer percent) {
    public ConfigGrayTarget {
        clients = Given.list(clients);
        nodes = Given.list(nodes);
        labels = Given.map(labels);
    }
}
