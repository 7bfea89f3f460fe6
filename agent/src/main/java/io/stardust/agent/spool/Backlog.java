package io.stardust.agent.spool;

import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.node.EventModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has yet to be told: all steps and events in order, of each placement only the latest state. Bounded: the oldest
 * steps and events go first and are counted. Not thread-safe; the spool guards it.
 */
final class Backlog {
    private static final int MAX_PLACEMENTS_A_BATCH = 50; // each may carry 16 KB of output
    private static final int MAX_STEPS_A_BATCH = 200;
    private static final int MAX_EVENTS_A_BATCH = 100; // upstream's
    private static final int MAX_EVENTS = 1_000;

    private final int maxSteps;
    private final Map<Long, PlacementReport> placements = new LinkedHashMap<>();
    private final Deque<StepReport> steps = new ArrayDeque<>();
    private final Deque<EventModel> events = new ArrayDeque<>();
    private long firstStep; // the number of the first step in the queue, counted since the start
    private long firstEvent;
    private long dropped;

    Backlog(int maxSteps) {
        this.maxSteps = maxSteps;
    }

    /** A piece of the backlog; {@code stepsEnd} and {@code eventsEnd} number the first that is not in it. */
    record Batch(
            List<PlacementReport> placements,
            List<StepReport> steps,
            List<EventModel> events,
            long stepsEnd,
            long eventsEnd) {
        boolean isEmpty() {
            return placements.isEmpty() && steps.isEmpty() && events.isEmpty();
        }

        int size() {
            return placements.size() + steps.size() + events.size();
        }
    }

    void add(PlacementReport report) {
        placements.remove(report.id()); // so that it goes to the end
        placements.put(report.id(), report);
    }

    void add(StepReport step) {
        steps.addLast(step);
        if (steps.size() <= maxSteps) return;
        steps.removeFirst();
        firstStep++;
        dropped++;
    }

    void add(EventModel event) {
        events.addLast(event);
        if (events.size() <= MAX_EVENTS) return;
        events.removeFirst();
        firstEvent++;
        dropped++;
    }

    /** Returns the oldest, at most {@code limit} of each kind. */
    Batch batch(int limit) {
        List<PlacementReport> first = head(placements.values(), Math.min(limit, MAX_PLACEMENTS_A_BATCH));
        List<StepReport> stepHead = head(steps, Math.min(limit, MAX_STEPS_A_BATCH));
        List<EventModel> eventHead = head(events, Math.min(limit, MAX_EVENTS_A_BATCH));
        return new Batch(first, stepHead, eventHead, firstStep + stepHead.size(), firstEvent + eventHead.size());
    }

    private static <T> List<T> head(Iterable<T> all, int limit) {
        List<T> head = new ArrayList<>();
        for (T each : all) {
            if (head.size() >= limit) break;
            head.add(each);
        }
        return head;
    }

    /** Forgets what is in {@code batch}, but not what came since. */
    void taken(Batch batch) {
        for (PlacementReport report : batch.placements) placements.remove(report.id(), report);
        for (; firstStep < batch.stepsEnd; firstStep++) steps.removeFirst();
        for (; firstEvent < batch.eventsEnd; firstEvent++) events.removeFirst();
    }

    boolean isEmpty() {
        return placements.isEmpty() && steps.isEmpty() && events.isEmpty();
    }

    Batch everything() {
        return new Batch(
                List.copyOf(placements.values()),
                List.copyOf(steps),
                List.copyOf(events),
                firstStep + steps.size(),
                firstEvent + events.size());
    }

    /** Returns how many were dropped since the last call. */
    long droppedSinceAsked() {
        long count = dropped;
        dropped = 0;
        return count;
    }
}
