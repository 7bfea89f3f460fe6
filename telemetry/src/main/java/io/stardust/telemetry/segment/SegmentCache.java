package io.stardust.telemetry.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens segments for queries and keeps those used last, until nobody has asked for a while. Only what a query holds is
 * kept beyond the bounds. Thread-safe.
 */
public final class SegmentCache implements AutoCloseable {
    /** How many are kept open, a file each. */
    public static final int MOST = 256;

    /** Bytes of memory that they may take together; a directory some 0.4 MB, templates mostly a few KB. */
    private static final long BYTES = 16L << 20;

    private static final Duration IDLE = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final Map<Segment, Slot> slots = new HashMap<>(); // guarded by this

    private static final class Slot {
        final OpenSegment open;
        int users;
        long lastUse;

        Slot(OpenSegment open) {
            this.open = open;
        }
    }

    /** A segment that stays open until this is closed. */
    public final class Lease implements AutoCloseable {
        private final Segment segment;
        private final OpenSegment open;
        private boolean returned;

        private Lease(Segment segment, OpenSegment open) {
            this.segment = segment;
            this.open = open;
        }

        public SegmentView view() {
            return open;
        }

        @Override
        public void close() {
            if (returned) return;
            returned = true;
            giveBack(segment);
        }
    }

    /** {@code nanoTime} as {@link System#nanoTime}. */
    public SegmentCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Opens {@code segment}, or takes it as it is open. */
    public Lease lease(Segment segment) throws IOException {
        synchronized (this) {
            Slot slot = slots.get(segment);
            if (slot != null) return lease(segment, slot);
        }
        OpenSegment opened = new OpenSegment(segment);
        synchronized (this) {
            Slot slot = slots.get(segment);
            if (slot != null) {
                opened.close();
            } else {
                slot = new Slot(opened);
                slots.put(segment, slot);
            }
            Lease lease = lease(segment, slot);
            dropSurplus();
            return lease;
        }
    }

    private Lease lease(Segment segment, Slot slot) {
        slot.users++;
        return new Lease(segment, slot.open);
    }

    private synchronized void giveBack(Segment segment) {
        Slot slot = slots.get(segment);
        if (slot == null) return;
        slot.users--;
        slot.lastUse = nanoTime.getAsLong();
        dropSurplus();
    }

    private void dropSurplus() {
        long bytes = 0;
        for (Slot slot : slots.values()) bytes += slot.open.memory();
        while (slots.size() > MOST || bytes > BYTES) {
            Segment oldest = oldest();
            if (oldest == null) return;
            bytes -= drop(oldest);
        }
    }

    private @Nullable Segment oldest() {
        @Nullable Segment oldest = null;
        long now = nanoTime.getAsLong();
        long longest = -1;
        for (Map.Entry<Segment, Slot> each : slots.entrySet()) {
            long idle = now - each.getValue().lastUse;
            if (each.getValue().users == 0 && idle > longest) {
                longest = idle;
                oldest = each.getKey();
            }
        }
        return oldest;
    }

    /** Returns how many bytes it took. */
    private long drop(Segment segment) {
        Slot slot = slots.remove(segment);
        if (slot == null) return 0;
        try {
            slot.open.close();
        } catch (IOException e) {
            // It was only read.
            slot.users = 0;
        }
        return slot.open.memory();
    }

    /** Closes those that nobody has used for a minute. */
    public synchronized void dropIdle() {
        long now = nanoTime.getAsLong();
        List<Segment> idle = new ArrayList<>();
        slots.forEach((segment, slot) -> {
            if (slot.users == 0 && now - slot.lastUse >= IDLE.toNanos()) idle.add(segment);
        });
        idle.forEach(this::drop);
    }

    /** How many are open. */
    public synchronized int size() {
        return slots.size();
    }

    @Override
    public synchronized void close() {
        List.copyOf(slots.keySet()).forEach(this::drop);
    }
}
