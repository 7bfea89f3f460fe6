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
import org.jspecify.annotations.Nullable;

/**
 * What has yet to be told: all steps and events in order, of each placement only the latest state. Bounded: the oldest
 * steps and events go first and are counted. Not thread-safe; the spool guards it.
 */
final class Backlog {
    private static final int MAX_PLACEMENTS_A_BATCH = 50; // each may carry 16 KB of output
    private static final int MAX_STEPS_A_BATCH = 200;
    private static final int MAX_EVENTS_A_BATCH = 100; // upstream's
    private static final int MAX_EVENTS = 1_000;

    /** Of all steps and events together, about: the agent's heap is small. */
    static final long MAX_BYTES = 4L << 20;

    private static final int ENTRY_BYTES = 200; // beside its texts

    private final int maxSteps;
    private final Map<Long, PlacementReport> placements = new LinkedHashMap<>();
    private final Deque<StepReport> steps = new ArrayDeque<>();
    private final Deque<EventModel> events = new ArrayDeque<>();
    private long firstStep; // the number of the first step in the queue, counted since the start
    private long firstEvent;
    private long dropped;
    private long bytes; // of steps and events

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
        bytes += size(step);
        if (steps.size() > maxSteps) dropStep();
        bound();
    }

    private void dropStep() {
        removeStep();
        dropped++;
    }

    private void removeStep() {
        bytes -= size(steps.removeFirst());
        firstStep++;
    }

    private void removeEvent() {
        bytes -= size(events.removeFirst());
        firstEvent++;
    }

    /** Steps go before events: there are more of them, and the state of each placement is told anyway. */
    private void bound() {
        while (bytes > MAX_BYTES && !steps.isEmpty()) dropStep();
        while (bytes > MAX_BYTES && !events.isEmpty()) {
            removeEvent();
            dropped++;
        }
    }

    private static long size(StepReport step) {
        return ENTRY_BYTES + length(step.step()) + length(step.detail());
    }

    private static long size(EventModel event) {
        return ENTRY_BYTES + length(event.name()) + length(event.remark());
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    void add(EventModel event) {
        events.addLast(event);
        bytes += size(event);
        if (events.size() > MAX_EVENTS) {
            removeEvent();
            dropped++;
        }
        bound();
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
        while (firstStep < batch.stepsEnd) removeStep();
        while (firstEvent < batch.eventsEnd) removeEvent();
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
