package io.stardust.telemetry.store;

import io.stardust.telemetry.journal.Journal;
import io.stardust.telemetry.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which segments a shelf has: sealed ones, one about to be sealed, one that is written. Thread-safe. */
final class ShelfState {
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Object lock = new Object();
    private List<Segment> sealed = List.of(); // guarded by lock, as is what follows
    private List<LeftOut> leftOut = List.of();
    private @Nullable Draft sealing;
    private @Nullable Draft current;
    private boolean closed;

    /** Under which drafts change what readers see. */
    Object lock() {
        return lock;
    }

    void begin(ShelfFiles.Found found) {
        synchronized (lock) {
            sealed = found.segments();
            leftOut = found.leftOut();
        }
    }

    List<LeftOut> leftOut() {
        synchronized (lock) {
            return leftOut;
        }
    }

    void remove(LeftOut file) {
        synchronized (lock) {
            List<LeftOut> fewer = new ArrayList<>(leftOut);
            fewer.remove(file);
            leftOut = List.copyOf(fewer);
        }
    }

    List<Segment> sealed() {
        synchronized (lock) {
            return sealed;
        }
    }

    @Nullable
    Draft current() {
        synchronized (lock) {
            return current;
        }
    }

    void write(Draft draft) {
        synchronized (lock) {
            current = draft;
        }
    }

    /** Gives the current draft to be sealed; false while the one before still is not. */
    boolean turnOver() {
        synchronized (lock) {
            if (sealing != null) return false;
            sealing = current;
            current = null;
            lock.notifyAll();
            return true;
        }
    }

    /**
     * As {@link #turnOver}, when nothing is written any more: waits until the one before is sealed, at most a minute.
     */
    void turnOverAtEnd() {
        synchronized (lock) {
            long until = System.nanoTime() + STOP.toNanos();
            while (sealing != null && System.nanoTime() < until) {
                try {
                    lock.wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return; // the journal has it
                }
            }
            if (sealing == null) turnOver();
        }
    }

    /** Waits for a draft to be sealed; null when none will come any more. */
    @Nullable
    Draft toSeal() throws InterruptedException {
        synchronized (lock) {
            while (sealing == null && !closed) lock.wait();
            return sealing;
        }
    }

    /** {@code draft} is {@code segment} from now on. */
    void sealed(Draft draft, Segment segment) throws IOException {
        synchronized (lock) {
            List<Segment> more = new ArrayList<>(sealed);
            more.add(segment);
            sealed = List.copyOf(more);
            if (sealing == draft) sealing = null;
            draft.sealed();
            lock.notifyAll();
        }
    }

    /** {@code draft} has nothing and becomes no segment. */
    void dropped(Draft draft) {
        synchronized (lock) {
            if (sealing == draft) sealing = null;
            lock.notifyAll();
        }
    }

    void remove(Segment segment) {
        synchronized (lock) {
            List<Segment> fewer = new ArrayList<>(sealed);
            fewer.remove(segment);
            sealed = List.copyOf(fewer);
        }
    }

    /** No draft will come any more. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }

    /** Drafts, from the oldest. */
    List<Draft> drafts() {
        synchronized (lock) {
            List<Draft> drafts = new ArrayList<>();
            if (sealing != null) drafts.add(sealing);
            if (current != null) drafts.add(current);
            return drafts;
        }
    }

    /** Bytes on the disk. */
    long size() {
        synchronized (lock) {
            long size = 0;
            for (Segment segment : sealed) size += segment.size();
            for (LeftOut file : leftOut) size += file.size();
            for (Draft draft : drafts()) size += draft.size();
            return size;
        }
    }

    /** Journals, each with the bytes that are whole now. */
    Map<Path, Long> journals() {
        Map<Path, Long> journals = new LinkedHashMap<>();
        for (Draft draft : drafts()) {
            Journal journal = draft.journal();
            if (journal != null) journals.put(journal.file(), journal.size());
        }
        return journals;
    }

    ShelfView view() {
        synchronized (lock) {
            List<ShelfView.DraftView> views = new ArrayList<>();
            for (Draft draft : drafts()) views.add(new ShelfView.DraftView(draft, lock));
            return new ShelfView(sealed, leftOut, views);
        }
    }
}
