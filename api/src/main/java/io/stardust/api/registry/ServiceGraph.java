package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * Who calls whom: apps, services, and lines between them.
 *
 * @param items at most 5,000
 * @param more true when there are more
 */
@Json
public record ServiceGraph(List<Line> items, boolean more) {
    public ServiceGraph {
        items = Given.list(items);
    }

    /**
     * A line of the graph.
     *
     * @param kind {@code provides} or {@code asks}
     * @param instances how many of the app
     */
    @Json
    public record Line(String kind, long appId, String app, long serviceId, String service, int instances) {}
}
