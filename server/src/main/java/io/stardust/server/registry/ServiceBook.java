package io.stardust.server.registry;

import io.stardust.protocol.registry.ServiceModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One service: who provides it, who asks for it, what was pushed of it. Thread-safe; reads take no lock as long as
 * nothing has changed. The version grows with each change that a consumer could see.
 */
final class ServiceBook {
    /**
     * What changed of a service since it was pushed last. Immutable.
     *
     * @param from the version that was pushed last
     * @param version the one it leads to
     * @param set by id, providers that came or are otherwise
     * @param gone ids of those that are no longer shown
     */
    record Delta(String service, long from, long version, Map<Long, Provider> set, List<Long> gone) {
        /** The first address among what came, else null: old clients are told one. */
        @Nullable
        String address() {
            return set.isEmpty() ? null : set.values().iterator().next().said.address();
        }
    }

    final String name;
    final Consumers consumers = new Consumers();
    final Pusher.State push = new Pusher.State();
    private final IntSupplier protectedPercent;
    private final Protection protection;
    private final Map<Registration.Key, Provider> byKey = new HashMap<>();
    private final TreeMap<Long, Provider> byId = new TreeMap<>();
    private final Map<Long, @Nullable Provider> pending = new LinkedHashMap<>(); // null: gone
    private @Nullable ServiceDefinition definition;
    private long version;
    private long pushed;
    private long protectedSince; // epoch ms, 0: not
    private int unhealthy;
    private boolean healthIgnored;
    private volatile boolean retired;
    private volatile @Nullable Snapshot snapshot;

    /**
     * @param version to begin with, from the clock
     * @param protectedPercent see {@link Protection}
     */
    ServiceBook(String name, long version, IntSupplier protectedPercent, @Nullable ServiceDefinition definition) {
        this.name = name;
        this.version = version;
        this.pushed = version;
        this.protectedPercent = protectedPercent;
        this.protection = new Protection(protectedPercent);
        this.definition = definition;
    }

    /** What consumers are told. */
    Snapshot snapshot() {
        Snapshot now = snapshot;
        return now == null ? made() : now;
    }

    private synchronized Snapshot made() {
        Snapshot now = snapshot;
        if (now != null) return now;
        List<Provider> shown = byId.values().stream().filter(this::shown).toList();
        Snapshot made = new Snapshot(name, version, shown, protectedSince, definition);
        snapshot = made;
        return made;
    }

    private boolean shown(Provider provider) {
        boolean enabled = definition != null && definition.enabled();
        return enabled && provider.steering.enabled() && (provider.standing.healthy() || healthIgnored);
    }

    /** Whether consumers are told of {@code provider}. */
    synchronized boolean shows(Provider provider) {
        return shown(provider);
    }

    /** Ends this book if it is empty and nobody asks: who holds it looks for another. True when it has ended. */
    synchronized boolean retire() {
        if (byId.isEmpty() && consumers.isEmpty() && definition == null) retired = true;
        return retired;
    }

    boolean isRetired() {
        return retired;
    }

    synchronized @Nullable ServiceDefinition definition() {
        return definition;
    }

    /** What people said of the service has changed; null: it is removed. */
    synchronized void define(@Nullable ServiceDefinition other) {
        Map<Long, Provider> before = visible();
        definition = other;
        @Nullable String displayName = displayName();
        for (Provider old : List.copyOf(byId.values())) {
            Provider now = old.with(old.steering, displayName);
            byKey.put(now.said.key(), now);
            byId.put(now.said.id(), now);
        }
        tellDifference(before);
    }

    synchronized @Nullable String displayName() {
        ServiceDefinition now = definition;
        return now == null ? null : now.displayName();
    }

    synchronized @Nullable Provider find(Registration.Key key) {
        return byKey.get(key);
    }

    synchronized @Nullable Provider find(long id) {
        return byId.get(id);
    }

    /** Whether it is this tenure by which its registration stays. */
    synchronized boolean holds(Tenure tenure) {
        @Nullable Provider provider = byId.get(tenure.id);
        return provider != null && provider.tenure == tenure;
    }

    /** All providers by id, whatever consumers are told. */
    synchronized List<Provider> all() {
        return List.copyOf(byId.values());
    }

    synchronized int size() {
        return byId.size();
    }

    /** Adds a provider, or takes it in the place of the one with its key, which has the same id. */
    synchronized void put(Provider provider) {
        replace(provider.said.id(), provider);
    }

    synchronized @Nullable Provider remove(long id) {
        return replace(id, null);
    }

    private @Nullable Provider replace(long id, @Nullable Provider now) {
        @Nullable Provider old = now == null ? byId.remove(id) : byId.put(id, now);
        if (old != null) byKey.remove(old.said.key());
        if (now != null) byKey.put(now.said.key(), now);
        @Nullable ServiceModel told = old != null && shown(old) ? old.model : null;
        unhealthy += (now == null || now.standing.healthy() ? 0 : 1) - (old == null || old.standing.healthy() ? 0 : 1);
        judgeHealth();
        if (now != null && shown(now)) {
            if (!now.model.equals(told)) changed(id, now);
        } else if (told != null) {
            changed(id, null);
        }
        return old;
    }

    /** Takes health for what it is worth: of many who seem unwell, rather who looks is to blame. */
    private void judgeHealth() {
        int percent = protectedPercent.getAsInt();
        boolean many = percent > 0 && unhealthy >= 2 && unhealthy * 100L >= (long) percent * byId.size();
        if (many == healthIgnored) return;
        Map<Long, Provider> before = visible();
        healthIgnored = many;
        tellDifference(before);
    }

    private void changed(long id, @Nullable Provider now) {
        pending.remove(id); // so that the order is that of the changes
        pending.put(id, now);
        version++;
        snapshot = null;
    }

    private Map<Long, Provider> visible() {
        Map<Long, Provider> visible = new HashMap<>();
        byId.forEach((id, provider) -> {
            if (shown(provider)) visible.put(id, provider);
        });
        return visible;
    }

    private void tellDifference(Map<Long, Provider> before) {
        Map<Long, Provider> now = visible();
        now.forEach((id, provider) -> {
            @Nullable Provider old = before.get(id);
            if (old == null || !old.model.equals(provider.model)) changed(id, provider);
        });
        for (Long id : before.keySet()) if (!now.containsKey(id)) changed(id, null);
    }

    /** What changed since the last time; null when nothing did. */
    synchronized @Nullable Delta takeDelta() {
        if (pending.isEmpty()) return null;
        Map<Long, Provider> set = new LinkedHashMap<>();
        List<Long> gone = new ArrayList<>();
        pending.forEach((id, provider) -> {
            if (provider == null) gone.add(id);
            else set.put(id, provider);
        });
        pending.clear();
        var delta = new Delta(name, pushed, version, set, gone);
        pushed = version;
        return delta;
    }

    /** The newest version. */
    synchronized long version() {
        return version;
    }

    /** Draws a version in which nothing is otherwise, and returns it. */
    synchronized long skip() {
        version++;
        snapshot = null;
        return version;
    }

    /** Epoch ms since when providers are kept that are not heard of; 0: none is. */
    synchronized long protectedSince() {
        return protectedSince;
    }

    /** True when unhealthy providers are shown, since so many are. */
    synchronized boolean healthIgnored() {
        return healthIgnored;
    }

    /**
     * Looks after those whose lease is over: returns who is to be removed, after protection was asked.
     *
     * @param over ids of providers whose lease is over
     * @param lease ms, of a tenure
     * @param wall epoch ms
     */
    synchronized List<Provider> lapse(Set<Long> over, long now, long wall, ToLongFunction<Tenure> lease) {
        Protection.Verdict verdict = judge(now, wall, lease);
        if (verdict == Protection.Verdict.STAY) return List.of();
        List<Provider> gone = new ArrayList<>();
        for (Provider provider : byId.values()) {
            boolean ofAll = verdict == Protection.Verdict.ALL_GO || over.contains(provider.said.id());
            if (ofAll && provider.tenure.due(lease.applyAsLong(provider.tenure)) <= now) gone.add(provider);
        }
        if (verdict == Protection.Verdict.GO) for (Provider _ : gone) protection.lapsed(now);
        return gone;
    }

    /** Looks whether providers must still be kept. */
    synchronized void review(long now, long wall, ToLongFunction<Tenure> lease) {
        if (protection.on()) judge(now, wall, lease);
    }

    private Protection.Verdict judge(long now, long wall, ToLongFunction<Tenure> lease) {
        int silent = 0;
        long longest = 0;
        for (Provider provider : byId.values()) {
            long length = lease.applyAsLong(provider.tenure);
            longest = Math.max(longest, length);
            if (provider.tenure.silent(now, length)) silent++;
        }
        Protection.Verdict verdict = protection.judge(silent, byId.size(), now, longest);
        long since = protection.on() ? (protectedSince == 0 ? wall : protectedSince) : 0;
        if (since != protectedSince) {
            protectedSince = since;
            snapshot = null;
        }
        return verdict;
    }
}
