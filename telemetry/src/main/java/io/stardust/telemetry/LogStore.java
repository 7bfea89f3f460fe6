package io.stardust.telemetry;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.search.LogTail;
import io.stardust.telemetry.search.Search;
import io.stardust.telemetry.search.Summaries;
import io.stardust.telemetry.search.Tails;
import io.stardust.telemetry.segment.Kind;
import io.stardust.telemetry.segment.SegmentCache;
import io.stardust.telemetry.store.IntakeListener;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.Shelf;
import io.stardust.telemetry.store.ShelfRules;
import io.stardust.telemetry.store.ShelfSettings;
import io.stardust.telemetry.store.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Log records in a folder: taken, kept for a time, found. One store at a time works in a folder. Thread-safe. */
public final class LogStore implements AutoCloseable {
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int EXPIRE_ROUNDS = 60; // looks for what is to be deleted once a minute

    private final StoreFolder folder;
    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private final Set<String> taking = new LinkedHashSet<>();
    private final SegmentCache cache = new SegmentCache(System::nanoTime);
    private final Tails tails = new Tails();
    private final Search search;
    private final Summaries summaries;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Loop rounds = Loop.of("telemetry-rounds", this::due, due -> round());
    private int round; // of the loop

    private LogStore(StoreFolder folder, StoreSettings settings, IntakeCounter counter) throws IOException {
        this.folder = folder;
        IntakeListener listener = batch -> {
            batch.bytesByApp().forEach(counter::stored);
            tails.offer(batch);
        };
        ShelfSettings each = new ShelfSettings(
                settings.strict(),
                settings.queueBytes(),
                settings.memoryBytes() / settings.keeps().size(),
                settings.segmentBytes(),
                settings.clock(),
                settings.disk());
        for (Keep keep : settings.keeps()) taking.add(keep.name());
        for (ShelfRules rules : folder.shelves(Kind.LOGS, settings.keeps())) {
            String name = rules.keep().name();
            shelves.put(name, new Shelf(folder.shelf(Kind.LOGS, name), rules, each, listener));
        }
        this.search = new Search(List.copyOf(shelves.values()), cache);
        this.summaries = new Summaries(search);
    }

    /**
     * Opens the store in {@code path}, which is made when it is not there. What a kill left behind is read again first:
     * a second or two for a whole segment. Classes that {@code settings} do not name any more take nothing; what they
     * hold is found, and goes by the rules that they had last.
     *
     * @throws io.stardust.telemetry.segment.NewerFormat when a newer program wrote it
     * @throws IOException when another store has it open, or the disk says no
     */
    public static LogStore open(Path path, StoreSettings settings, IntakeCounter counter) throws IOException {
        StoreFolder folder = StoreFolder.open(path);
        @Nullable LogStore store = null;
        boolean started = false;
        try {
            store = new LogStore(folder, settings, counter);
            for (Shelf shelf : store.shelves.values()) shelf.start();
            store.rounds.start();
            started = true;
            return store;
        } finally {
            if (store == null) folder.close();
            else if (!started) store.close();
        }
    }

    /**
     * Takes {@code records}, all of one retention class. The answer comes when they outlast a kill and can be found; a
     * batch whose id was taken already, by whichever class, is answered and not stored again.
     *
     * @throws io.stardust.telemetry.store.IntakeFull when too much waits already: send it again later
     * @throws io.stardust.telemetry.store.StoreFailing while the disk takes nothing; the answer may fail with it, too
     * @throws IllegalArgumentException when there is no such class, or the batch is too large
     */
    public CompletableFuture<Taken> append(String keep, BatchId id, List<LogRecord> records) {
        Shelf shelf = shelves.get(keep);
        if (shelf == null || !taking.contains(keep)) {
            throw new IllegalArgumentException("retention class '" + keep + "' (expected: one of " + taking + ")");
        }
        for (Shelf other : shelves.values()) {
            if (other != shelf && other.has(id)) return CompletableFuture.completedFuture(new Taken(0, 0, 0, true));
        }
        return shelf.append(id, records);
    }

    /** Pages, histograms, neighbours. */
    public Search search() {
        return search;
    }

    /** Values of fields, patterns. */
    public Summaries summaries() {
        return summaries;
    }

    /** Records as they come, from now on; at most {@code capacity} wait. To be closed. */
    public LogTail tail(LogQuery query, int capacity) {
        return tails.open(query, capacity);
    }

    /**
     * A retention class.
     *
     * @param taking false: the settings do not name it any more
     * @param bytes on the disk, with files that are still written
     */
    public record Held(Keep keep, boolean taking, long bytes) {}

    /** Its retention classes, those of the settings first, in their order. */
    public List<Held> held() {
        return shelves.values().stream()
                .map(shelf ->
                        new Held(shelf.keep(), taking.contains(shelf.keep().name()), shelf.size()))
                .toList();
    }

    /** Why it does not take or keep records as it should, for people; null when all is well. */
    public @Nullable String failing() {
        for (Shelf shelf : shelves.values()) {
            String why = shelf.failing();
            if (why != null) return why;
        }
        LoopState state = rounds.state();
        return state.bad() || state.failures() > 0 ? state.words() : null;
    }

    /** How many segments are damaged and left out of all searches. */
    public int leftOut() {
        return shelves.values().stream().mapToInt(Shelf::leftOut).sum();
    }

    /** Deletes what is not to be kept any more, as happens once a minute by itself; returns how many segments went. */
    public int expire() throws IOException {
        int gone = 0;
        for (Shelf shelf : shelves.values()) gone += shelf.expire();
        return gone;
    }

    /**
     * Copies the store into {@code target}, which must be empty or not there, while it works: all that was answered
     * before, and nothing by halves. A {@link StoreFolder#restore} of it is the same as the copy itself.
     */
    public void backUp(Path target) throws IOException {
        folder.backUp(List.copyOf(shelves.values()), target);
    }

    /** An interrupt would close files under others, so the loop is ended by a latch. */
    private @Nullable Boolean due() throws InterruptedException {
        return stopped.await(ROUND.toMillis(), TimeUnit.MILLISECONDS) ? null : Boolean.TRUE;
    }

    private void round() throws IOException {
        cache.dropIdle();
        for (Shelf shelf : shelves.values()) shelf.force();
        if (round++ % EXPIRE_ROUNDS == 0) expire();
    }

    /** Writes what waits and seals what is open. */
    @Override
    public void close() throws IOException {
        stopped.countDown();
        rounds.join(STOP);
        rounds.close();
        for (Shelf shelf : shelves.values()) shelf.close();
        tails.close();
        cache.close();
        folder.close();
    }
}
