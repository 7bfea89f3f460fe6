package io.stardust.server.eureka;

import io.stardust.server.eureka.Listing.Action;
import io.stardust.server.registry.Offered;
import io.stardust.server.registry.Shelf;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changed of all providers within the last three minutes, as Eureka's own server keeps it. It is found out by
 * comparing, whenever somebody asks: a change counts from when it was first seen here, so nobody who asks more often
 * than that misses one. Too many are not kept: then nobody is told less than all. Thread-safe.
 */
final class Recent {
    static final Duration KEPT = Duration.ofMinutes(3);
    /** That are kept. */
    static final int MOST = 1_000;

    private final LongSupplier elapsed;
    private final Map<String, Shelf> seen = new HashMap<>();
    private final Map<String, Map<Long, Offered>> known = new HashMap<>();
    private final LinkedHashMap<Long, Change> changes = new LinkedHashMap<>(); // by provider, the last one at the end
    private long version;
    private long cut; // elapsed ms when one was dropped that somebody may have missed
    private boolean isCut;

    /** @param elapsed milliseconds from whenever, which only ever grow at their pace */
    Recent(LongSupplier elapsed) {
        this.elapsed = elapsed;
    }

    /** @param at elapsed ms when it was seen */
    record Change(Offered provider, Action action, long at) {}

    /**
     * What there is to tell.
     *
     * @param version how many changes there have been
     * @param whole false: more changed of late than is known
     */
    record News(long version, List<Shelf> shelves, List<Change> changes, boolean whole) {}

    /** Looks at all services, one caller at a time, and returns what changed of late. */
    synchronized News look(Supplier<List<Shelf>> services) {
        List<Shelf> now = services.get(); // nobody looks at older ones afterwards
        long at = elapsed.getAsLong();
        Map<String, Shelf> left = new HashMap<>(seen);
        for (Shelf shelf : now) {
            @Nullable Shelf before = left.remove(shelf.service());
            if (before == null || !before.isSame(shelf)) compare(shelf.service(), shelf.all(), at);
            seen.put(shelf.service(), shelf);
        }
        for (String gone : left.keySet()) {
            compare(gone, List.of(), at);
            seen.remove(gone);
            known.remove(gone);
        }
        changes.values().removeIf(change -> at - change.at > KEPT.toMillis());
        if (isCut && at - cut > KEPT.toMillis()) isCut = false;
        return new News(version, now, List.copyOf(changes.values()), !isCut);
    }

    private void compare(String service, List<Offered> now, long at) {
        Map<Long, Offered> before = known.getOrDefault(service, Map.of());
        Map<Long, Offered> after = new HashMap<>();
        for (Offered provider : now) after.put(provider.id(), provider);
        // first, since an instance may have come again under another number
        before.forEach((id, old) -> {
            if (!after.containsKey(id)) note(old, Action.DELETED, at);
        });
        for (Offered provider : now) {
            @Nullable Offered old = before.get(provider.id());
            if (old == null) note(provider, Action.ADDED, at);
            else if (!old.equals(provider)) note(provider, Action.MODIFIED, at);
        }
        known.put(service, after);
    }

    private void note(Offered provider, Action action, long at) {
        changes.remove(provider.id()); // so that the order is that of the changes
        changes.put(provider.id(), new Change(provider, action, at));
        version++;
        if (changes.size() <= MOST) return;
        changes.pollFirstEntry();
        cut = at;
        isCut = true;
    }

    /**
     * Who may see what has changed: all there is counts as new, so that whoever lost something finds that it counts
     * wrong.
     */
    synchronized void again() {
        seen.clear();
        known.clear();
    }
}
