package io.stardust.server.registry;

import io.stardust.protocol.Versions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which providers a consumer wants. Immutable.
 *
 * @param minVersion older ones are left out; null: none is
 * @param tags of which a provider must have each
 * @param scope only providers of this one, or of none; null: see {@code scoped}
 * @param scoped true: without a {@code scope} of its own, a consumer gets the providers of none
 */
record Filter(
        @Nullable String minVersion,
        List<String> tags,
        @Nullable String scope,
        boolean scoped) {
    static final Filter ALL = new Filter(null, List.of(), null, false);

    boolean lets(Provider provider) {
        @Nullable String version = provider.said.version();
        if (minVersion != null && (version == null || Versions.compare(version, minVersion) < 0)) return false;
        @Nullable String of = provider.said.scope();
        if (of != null && (scope != null || scoped) && !of.equalsIgnoreCase(scope)) return false;
        return tags.isEmpty() || words(provider.said.tag()).containsAll(tags);
    }

    /** The words of a text with commas between them. */
    static List<String> words(@Nullable String text) {
        if (text == null || text.isBlank()) return List.of();
        return Arrays.stream(text.split("[,;]", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
