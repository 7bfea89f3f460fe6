package io.stardust.client.registry;

import io.stardust.protocol.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which providers of a service are wanted. Immutable.
 *
 * @param minVersion Older ones are left out, compared part by part as numbers, and those that tell none; null = all.
 * @param tags Each of which a provider must have.
 * @param scope Only providers of this scope, or of none; null = the scope that {@code Stardust} was given, if any.
 */
public record Query(
        String service,
        @Nullable String minVersion,
        List<String> tags,
        @Nullable String scope) {
    /** Copies. */
    public Query {
        tags = List.copyOf(tags);
    }

    /** All providers of {@code service} that the own scope allows. */
    public static Query of(String service) {
        return new Query(service, null, List.of(), null);
    }

    /** The same for {@code version} and newer. */
    public Query withMinVersion(String version) {
        return new Query(service, version, tags, scope);
    }

    /** The same for providers that have all of {@code words}. */
    public Query withTags(String... words) {
        return new Query(service, minVersion, List.of(words), scope);
    }

    /** The same for another scope. */
    public Query withScope(String label) {
        return new Query(service, minVersion, tags, label);
    }

    /** Whether {@code provider} is one; {@code own} stands in for a scope that is not told. */
    boolean matches(Provider provider, @Nullable String own) {
        String wanted = scope == null ? own : scope;
        String label = provider.scope();
        if (wanted != null && label != null && !label.isEmpty() && !label.equals(wanted)) return false;
        String version = provider.version();
        if (minVersion != null && (version == null || Versions.compare(version, minVersion) < 0)) return false;
        return provider.tags().containsAll(tags);
    }
}
