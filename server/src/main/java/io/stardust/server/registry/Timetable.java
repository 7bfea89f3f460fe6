package io.stardust.server.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what is due, without looking at all the rest: one entry for each thing, in boxes of a quarter of a second.
 * Thread-safe.
 */
final class Timetable<T> {
    private static final long BOX = 250; // ms

    private final Map<T, Long> boxOf = new HashMap<>();
    private final TreeMap<Long, Set<T>> boxes = new TreeMap<>();

    /**
     * Puts {@code thing} down for {@code at}, instead of an earlier entry. It comes up to a box later, never before.
     */
    synchronized void set(T thing, long at) {
        remove(thing);
        long box = Math.ceilDiv(at, BOX);
        boxOf.put(thing, box);
        boxes.computeIfAbsent(box, _ -> new HashSet<>()).add(thing);
    }

    synchronized void remove(T thing) {
        @Nullable Long box = boxOf.remove(thing);
        if (box == null) return;
        @Nullable Set<T> there = boxes.get(box);
        if (there == null) return;
        there.remove(thing);
        if (there.isEmpty()) boxes.remove(box);
    }

    /** Takes out at most {@code most} of what is due at {@code now}, the oldest first. */
    synchronized List<T> due(long now, int most) {
        List<T> due = new ArrayList<>();
        while (!boxes.isEmpty() && boxes.firstKey() * BOX <= now && due.size() < most) {
            List<T> first = boxes.firstEntry().getValue().stream()
                    .limit(most - due.size())
                    .toList();
            first.forEach(this::remove);
            due.addAll(first);
        }
        return due;
    }

    synchronized int size() {
        return boxOf.size();
    }
}
