package io.stardust.server.registry;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds registrations by whose signs of life they stay, and by the run of the process. Thread-safe. */
final class Owned {
    /** Of one owner. */
    static final int MOST = 500;

    private final Map<String, Set<Tenure>> byOwner = new ConcurrentHashMap<>();
    private final Map<String, Set<Tenure>> byRun = new ConcurrentHashMap<>();

    /** The key of what a placement offers by its agent. */
    static String placement(long id) {
        return "placement:" + id;
    }

    void add(Tenure tenure) {
        add(byOwner, tenure.owner, tenure);
        if (tenure.run != null) add(byRun, tenure.run, tenure);
    }

    void remove(Tenure tenure) {
        remove(byOwner, tenure.owner, tenure);
        if (tenure.run != null) remove(byRun, tenure.run, tenure);
    }

    int count(String owner) {
        return of(byOwner, owner).size();
    }

    Collection<Tenure> of(String owner) {
        return of(byOwner, owner);
    }

    Collection<Tenure> ofRun(String run) {
        return of(byRun, run);
    }

    private static void add(Map<String, Set<Tenure>> map, String key, Tenure tenure) {
        map.compute(key, (_, old) -> {
            Set<Tenure> more = old == null ? new HashSet<>(2) : new HashSet<>(old);
            more.add(tenure);
            return more;
        });
    }

    private static void remove(Map<String, Set<Tenure>> map, String key, Tenure tenure) {
        map.computeIfPresent(key, (_, old) -> {
            if (old.size() == 1 && old.contains(tenure)) return null;
            Set<Tenure> fewer = new HashSet<>(old);
            fewer.remove(tenure);
            return fewer;
        });
    }

    private static Collection<Tenure> of(Map<String, Set<Tenure>> map, String key) {
        @Nullable Set<Tenure> found = map.get(key); // never written into, see add
        return found == null ? List.of() : found;
    }
}
