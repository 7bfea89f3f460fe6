package io.stardust.server.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far one run is led away from. Times are elapsed ms. Not thread-safe: {@link Drains} holds its lock. */
final class Drain {
    /** An answer about calls under way that is older says nothing, ms. */
    private static final long FRESH = 2_000;

    final long began;
    /** Nobody waits longer. */
    final long limit;

    private final Map<Long, Part> parts = new HashMap<>();
    private final Map<String, Busy> busy = new HashMap<>();
    private long held;

    /** One provider that leaves, and the version by which consumers were told; 0: nobody needs to be. */
    record Part(ServiceBook book, long id, String owner, long told) {}

    private record Busy(int calls, long at) {}

    Drain(long began, long limit) {
        this.began = began;
        this.limit = limit;
    }

    /** Leads nobody there until then, whatever else is heard. */
    void hold(long until) {
        held = until;
    }

    boolean isOver(long now) {
        return now >= held;
    }

    /** Consumers were told at {@code told} that a provider leaves; 0: they know, or need not. */
    void told(Tenure tenure, long told) {
        @Nullable Part before = parts.get(tenure.id);
        if (told > 0 || before == null) {
            parts.put(tenure.id, new Part(tenure.book, tenure.id, tenure.owner, told));
        }
    }

    Collection<Part> parts() {
        return parts.values();
    }

    boolean isOf(String owner) {
        return parts.values().stream().anyMatch(part -> part.owner.equals(owner));
    }

    void busy(String owner, int calls, long now) {
        busy.put(owner, new Busy(calls, now));
    }

    /** How many calls are under way; null when nobody has said so of late. */
    @Nullable
    Integer calls(long now) {
        @Nullable Integer sum = null;
        for (Busy each : busy.values()) {
            if (now - each.at <= FRESH) sum = (sum == null ? 0 : sum) + each.calls;
        }
        return sum;
    }
}
