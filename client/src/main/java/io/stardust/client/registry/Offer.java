package io.stardust.client.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that this process offers. Immutable.
 *
 * @param service Its name, e.g. {@code Orders}.
 * @param addresses At least one: {@code http://10.0.0.5:8080}; a host of {@code *} or {@code 0.0.0.0} stands for the
 *     addresses of this machine.
 * @param version Of the app; absent = the release that {@code Stardust} knows.
 * @param external As seen from outside; absent = none.
 * @param health Path or URL that the server asks; absent = none.
 * @param tags Words that consumers can ask for.
 * @param weight 0..1000, share of the calls, 100 is usual; 0 = none, unless there is no other.
 * @param metadata Free; at most 32 entries, names of 64 and values of 256 characters.
 */
public record Offer(
        String service,
        List<String> addresses,
        @Nullable String version,
        @Nullable String external,
        @Nullable String health,
        List<String> tags,
        int weight,
        Map<String, String> metadata) {
    /** Checks and copies. */
    public Offer {
        if (service.isBlank()) throw new IllegalArgumentException("service: empty (expected: a name)");
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "addresses of " + service + ": none (expected: http://*:8080 or the like)");
        }
        for (String each : addresses) {
            if (each.isBlank() || each.indexOf(',') >= 0) {
                throw new IllegalArgumentException("address '" + each + "' (expected: one, such as http://*:8080)");
            }
        }
        if (weight < 0 || weight > 1000) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0..1000)");
        }
        addresses = List.copyOf(addresses);
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }

    /** A service at {@code address}, everything else as usual. */
    public static Offer of(String service, String address) {
        return new Offer(service, List.of(address), null, null, null, List.of(), 100, Map.of());
    }

    /** The same, whose health the server asks at {@code path}. */
    public Offer withHealth(String path) {
        return new Offer(service, addresses, version, external, path, tags, weight, metadata);
    }

    /** The same with other tags. */
    public Offer withTags(String... words) {
        return new Offer(service, addresses, version, external, health, List.of(words), weight, metadata);
    }

    /** The same with another weight. */
    public Offer withWeight(int share) {
        return new Offer(service, addresses, version, external, health, tags, share, metadata);
    }
}
