package io.stardust.client.registry;

import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The providers of a service at one moment, and what was asked of them. Immutable but for what it remembers. */
final class Snapshot {
    /** Of a snapshot that no server stands behind: of the disk, or of nothing. */
    static final long NO_VERSION = -1;

    private static final int MAX_QUERIES = 64;

    private final ServiceState state;
    private final Map<Long, Provider> byId;
    private final @Nullable String scope;
    private final List<Provider> usual;
    private final Map<Query, List<Provider>> answers = new ConcurrentHashMap<>();

    private Snapshot(ServiceState state, Map<Long, Provider> byId, @Nullable String scope) {
        this.state = state;
        this.byId = byId;
        this.scope = scope;
        this.usual = filter(Query.of(state.service()));
    }

    static Snapshot none(String service, @Nullable String scope) {
        return new Snapshot(new ServiceState(service, NO_VERSION, List.of(), 0), Map.of(), scope);
    }

    /** What {@code state} says; providers that did not change stay the objects they are here. */
    Snapshot with(ServiceState state) {
        Map<Long, ServiceModel> before = new HashMap<>();
        for (ServiceModel each : this.state.providers()) before.put(each.id(), each);
        Map<Long, Provider> next = new LinkedHashMap<>();
        for (ServiceModel each : state.providers()) {
            Provider known = each.equals(before.get(each.id())) ? byId.get(each.id()) : null;
            next.put(each.id(), known == null ? Provider.of(each) : known);
        }
        return new Snapshot(state, next, scope);
    }

    /** What {@code delta} leads to; whether it applies is the caller's question. */
    Snapshot with(ServiceDelta delta) {
        Set<Long> gone = new HashSet<>(delta.gone());
        List<ServiceModel> models = new ArrayList<>();
        for (ServiceModel each : delta.set()) gone.add(each.id());
        for (ServiceModel each : state.providers()) if (!gone.contains(each.id())) models.add(each);
        models.addAll(delta.set());
        return with(new ServiceState(state.service(), delta.version(), models, state.protectedSince()));
    }

    long version() {
        return state.version();
    }

    boolean isEmpty() {
        return state.providers().isEmpty();
    }

    ServiceState state() {
        return state;
    }

    /** Those of the own scope. */
    List<Provider> usual() {
        return usual;
    }

    List<Provider> matching(Query query) {
        List<Provider> known = answers.get(query);
        if (known != null) return known;
        List<Provider> found = filter(query);
        if (answers.size() < MAX_QUERIES) answers.put(query, found);
        return found;
    }

    private List<Provider> filter(Query query) {
        return byId.values().stream().filter(each -> query.matches(each, scope)).toList();
    }
}
