package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which scope the instances of a project get whose key does not say it. It fits when all that it names fits; one that
 * names nothing fits all.
 *
 * @param ip where they come from: networks such as {@code 10.0.0.0/8}, or text in which {@code *} stands for anything;
 *     one of them is enough
 * @param localIp the same of the addresses that they say they have
 * @param labels of the node that they run on; all of them
 * @param scope empty: none
 * @param priority the highest that fits wins, of equals the oldest
 */
@Json
public record ConfigRule(
        long id,
        long projectId,
        List<String> ip,
        List<String> localIp,
        Map<String, String> labels,
        String scope,
        int priority,
        long revision,
        long createdAt,
        long updatedAt) {
    public ConfigRule {
        ip = Given.list(ip);
        localIp = Given.list(localIp);
        labels = Given.map(labels);
    }

    /** The body of a request; what is absent stays, an empty list clears. */
    @Json
    public record Body(
            @Nullable Long projectId,
            @Nullable List<String> ip,
            @Nullable List<String> localIp,
            @Nullable Map<String, String> labels,
            @Nullable String scope,
            @Nullable Integer priority) {}

    /** Some rules; {@code next} goes on behind them. */
    @Json
    public record Page(List<ConfigRule> items, @Nullable Long next) implements io.stardust.api.Page<ConfigRule> {
        public Page {
            items = Given.list(items);
        }
    }
}
