package io.stardust.server.eureka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Instances by their app, as a client is told of them. Immutable once made; not thread-safe until then.
 *
 * @param version as Eureka counts changes
 * @param hash what the client's own list must come to, see {@link #hash}
 */
record Listing(long version, String hash, Map<String, List<Entry>> apps) {
    /** A hash that nobody's list comes to: who is told it reads all anew. */
    static final String READ_ALL = "READ_ALL_";

    /** What became of an instance. */
    enum Action {
        /** It came. */
        ADDED,
        /** It is otherwise. */
        MODIFIED,
        /** It is gone. */
        DELETED
    }

    /** An instance, and what became of it. */
    record Entry(EurekaInstance instance, Action action) {}

    static Listing of(long version, String hash, List<Entry> entries) {
        Map<String, List<Entry>> apps = new TreeMap<>();
        for (Entry entry : entries) {
            apps.computeIfAbsent(entry.instance().app(), _ -> new ArrayList<>()).add(entry);
        }
        return new Listing(version, hash, apps);
    }

    /**
     * How many instances there are of each status, as upstream's getReconcileHashCode writes it:
     * {@code OUT_OF_SERVICE_1_UP_2_}, statuses in the order of their letters. A client that counts otherwise after a
     * delta reads all anew.
     */
    static String hash(List<Entry> all) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Entry entry : all) counts.merge(entry.instance().status().name(), 1, Integer::sum);
        var hash = new StringBuilder();
        counts.forEach(
                (status, count) -> hash.append(status).append('_').append(count).append('_'));
        return hash.toString();
    }

    /** The instances of one app; null when there is none. */
    @Nullable
    List<Entry> app(String name) {
        return apps.get(EurekaInstance.upper(name));
    }

    /** One instance; null when it is not there. */
    @Nullable
    Entry find(Predicate<EurekaInstance> which) {
        for (List<Entry> entries : apps.values()) {
            for (Entry entry : entries) if (which.test(entry.instance())) return entry;
        }
        return null;
    }

    /** Only those that {@code which} lets through. */
    Listing only(Predicate<EurekaInstance> which) {
        List<Entry> entries = apps.values().stream()
                .flatMap(List::stream)
                .filter(entry -> which.test(entry.instance()))
                .toList();
        return of(version, hash(entries), entries);
    }
}
