package io.stardust.server.registry;

import io.stardust.server.instance.Instance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The providers of a service that consumers are told of, at one version. Immutable; each answer is encoded once, when
 * somebody first asks for it. Thread-safe.
 */
final class Snapshot {
    /** Different questions whose answers are kept; the rest are answered as well, but anew each time. */
    private static final int ANSWERS = 64;

    final String service;
    final long version;
    final List<Provider> shown;
    final long protectedSince;
    final boolean scoped;
    /** True when no provider has a weight: each is called all the same. */
    final boolean weightless;

    private final long projectId;
    private final Set<Long> apps = new TreeSet<>();
    private final Map<Object, byte[]> answers = new ConcurrentHashMap<>();

    Snapshot(
            String service,
            long version,
            List<Provider> shown,
            long protectedSince,
            @Nullable ServiceDefinition definition) {
        this.service = service;
        this.version = version;
        this.shown = List.copyOf(shown);
        this.protectedSince = protectedSince;
        this.projectId = definition == null ? 0 : definition.projectId();
        this.scoped = definition != null && definition.scoped();
        this.weightless = shown.stream().allMatch(provider -> provider.model.weight() == 0);
        for (Provider provider : shown) apps.add(provider.said.appId());
    }

    /** Those of {@link #shown} that {@code consumer} may call. */
    List<Provider> of(Instance consumer, Grants grants) {
        int open = 0;
        for (long app : apps) if (grants.mayCall(consumer, projectId, app)) open++;
        if (open == apps.size()) return shown;
        if (open == 0) return List.of();
        return shown.stream()
                .filter(provider -> grants.mayCall(consumer, projectId, provider.said.appId()))
                .toList();
    }

    /** The answer to a resolution, an envelope. */
    byte[] resolved(Instance consumer, Grants grants, Filter filter) {
        List<Provider> open = of(consumer, grants);
        Supplier<byte[]> made = () -> WireText.list(staying(
                filter.equals(Filter.ALL)
                        ? open
                        : open.stream().filter(filter::lets).toList()));
        return open == shown ? kept(filter, made) : made.get();
    }

    /** Clients of others know no weight: who leaves is not named as long as there is another. */
    private static List<Provider> staying(List<Provider> all) {
        List<Provider> staying =
                all.stream().filter(provider -> !provider.standing.leaving()).toList();
        return staying.isEmpty() ? all : staying;
    }

    /** The answer to a subscription, an envelope. */
    byte[] state(Instance consumer, Grants grants) {
        List<Provider> open = of(consumer, grants);
        Supplier<byte[]> made = () -> WireText.state(service, version, open, protectedSince);
        return open == shown ? kept("state", made) : made.get();
    }

    private byte[] kept(Object question, Supplier<byte[]> made) {
        byte @Nullable [] known = answers.get(question);
        if (known != null) return known;
        byte[] answer = made.get();
        if (answers.size() < ANSWERS) answers.put(question, answer);
        return answer;
    }
}
