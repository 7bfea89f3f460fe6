package io.stardust.telemetry.store;

import io.stardust.protocol.loop.LoopState;
import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.journal.Batch;
import io.stardust.telemetry.journal.BatchMemory;
import io.stardust.telemetry.journal.Replay;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.segment.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one retention class, in a folder of its own. Thread-safe. */
public final class Shelf implements AutoCloseable {
    /** A batch takes at most so many bytes. */
    public static final int MAX_BATCH = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final ShelfRules rules;
    private final Keep keep;
    private final ShelfSettings settings;
    private final ShelfFiles files;
    private final ReentrantLock filing = new ReentrantLock();
    private final ShelfState state = new ShelfState();
    private final BatchMemory memory = new BatchMemory();
    private final Sealer sealer;
    private final ShelfWriter writer;

    /** Nothing happens before {@link #start}. */
    public Shelf(Path folder, ShelfRules rules, ShelfSettings settings, IntakeListener listener) {
        this.rules = rules;
        this.keep = rules.keep();
        this.settings = settings;
        this.files = new ShelfFiles(folder, settings.disk());
        this.sealer = new Sealer(keep.name(), state, files, memory, filing);
        this.writer = new ShelfWriter(keep.name(), settings, state, files, memory, listener);
    }

    /**
     * Opens the files, reads again what a kill left in journals, and begins to take.
     *
     * @throws io.stardust.telemetry.segment.NewerFormat when a newer program wrote them
     */
    public void start() throws IOException {
        files.make();
        state.begin(files.segments());
        expire(); // first, to make room for what journals become
        files.keep(rules);
        files.remember(memory);
        for (Map.Entry<Long, Path> journal : files.journals().entrySet()) {
            recover(journal.getKey(), journal.getValue());
        }
        sealer.start();
        writer.start(files.highest() + 1);
    }

    private void recover(long number, Path journal) throws IOException {
        for (Segment segment : state.sealed()) {
            if (segment.number() != number) continue;
            Replay.read(journal, ShelfFiles.KIND.number(), number, batch -> memory.add(batch.id()));
            files.keep(memory.toBytes());
            Files.delete(journal);
            return;
        }
        Instant begun = Files.getLastModifiedTime(journal).toInstant();
        Draft draft = new Draft(
                settings.disk(),
                files.segment(number, begun),
                number,
                null,
                state.lock(),
                settings.memoryBytes(),
                new SpareBlocks());
        try (BlockEncoder encoder = new BlockEncoder()) {
            Replay.Found found = Replay.read(journal, ShelfFiles.KIND.number(), number, batch -> {
                draft.add(batch);
                draft.cut(encoder);
                memory.add(batch.id());
            });
            if (found.dropped() > 0) {
                LOG.warn("{}: {} bytes at its end are no whole frame and were dropped", journal, found.dropped());
            }
            LOG.info("{}: {} records of {} batches read again", journal, draft.records(), found.batches());
            if (draft.records() > 0) sealer.seal(draft, encoder);
            else draft.drop();
        } catch (IOException | RuntimeException e) {
            draft.drop(); // the journal is read again the next time
            throw e;
        }
        Files.delete(journal);
    }

    public Keep keep() {
        return keep;
    }

    /** Among the shelves of the store, for good. */
    public int place() {
        return rules.place();
    }

    /** Whether it has taken that batch, as long as it is remembered. */
    public boolean has(BatchId id) {
        synchronized (memory) {
            return memory.has(id);
        }
    }

    /**
     * Takes records. The answer comes when they are in the journal and can be found; it fails with {@link StoreFailing}
     * when they cannot be written.
     *
     * @throws IntakeFull when too much waits already
     * @throws StoreFailing while the disk takes nothing
     * @throws IllegalArgumentException when the batch is too large
     */
    public CompletableFuture<Taken> append(BatchId id, List<LogRecord> records) {
        IOException failure = writer.failing();
        if (failure != null) throw new StoreFailing(keep.name(), failure);
        Intake intake = Intake.of(records, nanos(settings.clock().instant()), keep.days());
        Taken taken = new Taken(intake.records().size(), intake.tooOld(), intake.clamped(), false);
        if (taken.stored() == 0) return CompletableFuture.completedFuture(taken);
        Batch batch = Batch.of(id, intake.records());
        if (batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a batch of " + batch.size() + " bytes (expected: at most " + MAX_BATCH + ")");
        }
        return writer.waiting().add(batch, taken);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** What it holds now; to be closed. */
    public ShelfView view() {
        return state.view();
    }

    /** Why it does not take or seal as it should, for people; null when all is well. */
    public @Nullable String failing() {
        IOException failure = writer.failing();
        if (failure != null) return new StoreFailing(keep.name(), failure).getMessage();
        for (LoopState loop : List.of(writer.loop(), sealer.loop())) {
            if (loop.bad() || loop.failures() > 0) return loop.words();
        }
        return null;
    }

    /** How many segments cannot be read. */
    public int leftOut() {
        return state.leftOut().size();
    }

    /** Bytes on the disk, with files that are still written. */
    public long size() {
        return state.size();
    }

    /** Makes what was written outlast a loss of power. */
    public void force() throws IOException {
        sealer.force();
    }

    /** Deletes what is older, and the oldest of what is more, than is to be kept; returns how many segments went. */
    public int expire() throws IOException {
        LocalDate today = LocalDate.ofInstant(settings.clock().instant(), ZoneOffset.UTC);
        LocalDate oldest = today.minusDays(keep.days());
        int gone = 0;
        filing.lock();
        try {
            for (LeftOut file : state.leftOut()) {
                if (!file.day().isBefore(oldest) && state.size() <= keep.maxBytes()) continue;
                state.remove(file);
                Files.deleteIfExists(file.file());
                if (file.day().isBefore(today)) files.deleteEmpty(Disk.folderOf(file.file()));
                gone++;
            }
            for (Segment segment : state.sealed()) {
                LocalDate day = ShelfFiles.day(segment.file());
                if (!day.isBefore(oldest) && state.size() <= keep.maxBytes()) continue;
                state.remove(segment);
                segment.delete();
                if (day.isBefore(today)) files.deleteEmpty(Disk.folderOf(segment.file()));
                gone++;
            }
        } finally {
            filing.unlock();
        }
        return gone;
    }

    /** Runs {@code work} while no file is sealed or deleted. */
    public void whileFilesStay(FileWork work) throws IOException {
        filing.lock();
        try {
            work.run();
        } finally {
            filing.unlock();
        }
    }

    /** What is done with files. */
    @FunctionalInterface
    public interface FileWork {
        void run() throws IOException;
    }

    /** Its journals that are written, each with the bytes that are whole now. */
    public Map<Path, Long> journals() {
        return state.journals();
    }

    /** Writes what waits, seals what is open; what cannot be sealed within a minute is in the journal. */
    @Override
    public void close() {
        writer.close(STOP);
        state.turnOverAtEnd();
        sealer.close(STOP);
    }
}
