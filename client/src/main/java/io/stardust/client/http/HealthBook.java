package io.stardust.client.http;

import io.stardust.client.registry.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The health of all providers that were called. Thread-safe. */
final class HealthBook {
    private static final int MAX = 4_096;

    private final Map<Long, Health> all = new ConcurrentHashMap<>();

    Health of(Provider provider) {
        Health known = all.get(provider.id());
        if (known != null) return known;
        if (all.size() >= MAX) all.values().removeIf(Health::isPlain);
        return all.computeIfAbsent(provider.id(), id -> new Health());
    }

    /**
     * Returns who may be called, without those that were {@code tried}: the healthy, and so many of the others that
     * never more than half of {@code providers} are passed over. Empty when each was tried or has its circuit open.
     */
    List<Provider> callable(List<Provider> providers, List<Provider> tried, long now) {
        if (tried.isEmpty() && areAllWell(providers, now)) return providers;
        List<Provider> well = new ArrayList<>(providers.size());
        List<Provider> out = new ArrayList<>();
        int open = 0;
        for (Provider each : providers) {
            Health health = of(each);
            if (health.isOpen(now)) open++;
            else if (!holds(tried, each)) (health.isOut(now) ? out : well).add(each);
        }
        int allowed = Math.max(0, providers.size() / 2 - open);
        if (out.size() > allowed) {
            out.sort((a, b) -> Long.signum(of(a).outUntil() - of(b).outUntil()));
            while (out.size() > allowed) well.add(out.remove(0));
        }
        return well.isEmpty() ? out : well;
    }

    private static boolean holds(List<Provider> tried, Provider one) {
        for (Provider each : tried) if (each.id() == one.id()) return true; // whatever else changed of it
        return false;
    }

    private boolean areAllWell(List<Provider> providers, long now) {
        for (int i = 0; i < providers.size(); i++) {
            Health known = all.get(providers.get(i).id());
            if (known != null && (known.isOut(now) || known.isOpen(now))) return false;
        }
        return true;
    }
}
