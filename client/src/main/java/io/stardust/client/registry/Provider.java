package io.stardust.client.registry;

import io.stardust.protocol.registry.ServiceModel;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who offers a service. Immutable; the same object from one answer to the next as long as nothing of it changes.
 *
 * @param id Number of the registration, unique on the server.
 * @param addresses Where to call it, the best first; empty when none can be read.
 * @param app The app that offers it; absent = not told.
 * @param client The instance; absent = not told.
 * @param version Of the app; absent = not told.
 * @param scope Environment label; absent = all.
 * @param tags What it says of itself.
 * @param weight 0..1000.
 * @param zone Where it runs; absent = unknown.
 * @param node Name of the machine; absent = unknown.
 * @param metadata Free.
 */
public record Provider(
        long id,
        List<URI> addresses,
        @Nullable String app,
        @Nullable String client,
        @Nullable String version,
        @Nullable String scope,
        Set<String> tags,
        int weight,
        @Nullable String zone,
        @Nullable String node,
        Map<String, String> metadata) {
    /** Copies. */
    public Provider {
        addresses = List.copyOf(addresses);
        tags = Set.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }

    static Provider of(ServiceModel model) {
        Map<String, String> metadata = model.metadata();
        return new Provider(
                model.id(),
                addresses(model.address()),
                model.appName(),
                model.client(),
                model.version(),
                model.scope(),
                Set.copyOf(words(model.tag())),
                Math.min(Math.max(model.weight(), 0), 1000),
                model.zone(),
                model.node(),
                metadata == null ? Map.of() : metadata);
    }

    /** The first address that HTTP can call; null when there is none. */
    public @Nullable URI http() {
        for (URI each : addresses) {
            if ("http".equalsIgnoreCase(each.getScheme()) || "https".equalsIgnoreCase(each.getScheme())) return each;
        }
        return null;
    }

    private static List<URI> addresses(@Nullable String text) {
        List<URI> found = new ArrayList<>();
        for (String word : words(text)) {
            try {
                URI uri = new URI(word.contains("://") ? word : "http://" + word);
                if (uri.getHost() != null) found.add(uri);
            } catch (URISyntaxException e) {
                Registry.LOG.log(System.Logger.Level.DEBUG, "an address that is none: " + word);
            }
        }
        return found;
    }

    static List<String> words(@Nullable String text) {
        if (text == null || text.isBlank()) return List.of();
        List<String> words = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            String word = each.strip();
            if (!word.isEmpty() && !words.contains(word)) words.add(word);
        }
        return words;
    }
}
