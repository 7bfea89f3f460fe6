package io.stardust.telemetry.store;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.journal.Batch;
import io.stardust.telemetry.journal.BatchMemory;
import io.stardust.telemetry.journal.Journal;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.segment.SegmentWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes a shelf. Each group of batches that waits goes to the journal at once, then to the blocks in
 * memory, then is answered.
 */
final class ShelfWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ShelfWriter.class);
    private static final int GROUP_BYTES = 1 << 20; // of a frame of the journal
    private static final int MAX_BLOCKS = 2 * SegmentWriter.BLOCKS; // while the segment before is not sealed

    private final String name;
    private final ShelfSettings settings;
    private final ShelfState state;
    private final ShelfFiles files;
    private final BatchMemory memory; // guarded by itself
    private final IntakeListener listener;
    private final WaitingBatches waiting;
    private final BlockEncoder encoder = new BlockEncoder();
    private final SpareBlocks spare = new SpareBlocks();
    private final Loop loop;
    private LocalDate day = LocalDate.EPOCH; // of the draft
    private long nextNumber;
    private volatile @Nullable IOException failing;

    ShelfWriter(
            String name,
            ShelfSettings settings,
            ShelfState state,
            ShelfFiles files,
            BatchMemory memory,
            IntakeListener listener) {
        this.name = name;
        this.settings = settings;
        this.state = state;
        this.files = files;
        this.memory = memory;
        this.listener = listener;
        this.waiting = new WaitingBatches(name, settings.queueBytes());
        this.loop = Loop.of("telemetry-" + name, () -> waiting.next(GROUP_BYTES), this::write);
    }

    /** {@code number} is that of the next segment. */
    void start(long number) {
        nextNumber = number;
        loop.start();
    }

    WaitingBatches waiting() {
        return waiting;
    }

    /** Why nothing is taken; null when all is well. */
    @Nullable
    IOException failing() {
        return failing;
    }

    LoopState loop() {
        return loop.state();
    }

    private void write(List<WaitingBatches.Waiting> group) {
        List<WaitingBatches.Waiting> fresh = new ArrayList<>(group.size());
        List<WaitingBatches.Waiting> repeated = new ArrayList<>();
        sort(group, fresh, repeated);
        try {
            tidy(group.isEmpty());
            if (!fresh.isEmpty()) store(fresh);
            for (WaitingBatches.Waiting each : repeated) each.answer().complete(new Taken(0, 0, 0, true));
        } catch (IOException e) {
            fails(e);
            for (WaitingBatches.Waiting each : fresh) each.answer().completeExceptionally(new StoreFailing(name, e));
        } finally {
            waiting.done(group);
            for (WaitingBatches.Waiting each : group) { // those without an answer, whatever it was
                each.answer().completeExceptionally(new StoreFailing(name, new IOException("the write failed")));
            }
        }
    }

    private void sort(
            List<WaitingBatches.Waiting> group,
            List<WaitingBatches.Waiting> fresh,
            List<WaitingBatches.Waiting> repeated) {
        Set<BatchId> seen = new HashSet<>();
        synchronized (memory) {
            for (WaitingBatches.Waiting each : group) {
                BatchId id = each.batch().id();
                if (memory.has(id) || !seen.add(id)) repeated.add(each);
                else fresh.add(each);
            }
        }
    }

    private void store(List<WaitingBatches.Waiting> fresh) throws IOException {
        List<Batch> batches = new ArrayList<>(fresh.size());
        for (WaitingBatches.Waiting each : fresh) batches.add(each.batch());
        Draft draft = draft();
        Journal journal = journal(draft);
        journal.append(batches);
        if (settings.strict()) journal.force();
        synchronized (memory) {
            for (Batch batch : batches) memory.add(batch.id());
        }
        for (WaitingBatches.Waiting each : fresh) {
            draft.add(each.batch());
            cut(draft);
            each.answer().complete(each.taken());
            listener.taken(each.batch());
        }
    }

    private static Journal journal(Draft draft) {
        Journal journal = draft.journal();
        if (journal == null) throw new IllegalStateException("a draft that is written without a journal");
        return journal;
    }

    /** What cannot be written stays in memory and in the journal; nothing more is taken until it is. */
    private void cut(Draft draft) {
        try {
            draft.cut(encoder);
        } catch (IOException e) {
            fails(e);
        }
    }

    private void fails(IOException e) {
        if (failing == null) LOG.error("{} cannot be written, nothing is taken: {}", name, e.toString());
        failing = e;
    }

    /** Takes again when what failed can be written, and so much more that the next group is not refused at once. */
    private void tryAgain() throws IOException {
        Draft draft = draft();
        draft.cut(encoder);
        journal(draft).requireRoom(GROUP_BYTES);
        failing = null;
        LOG.info("{} can be written again", name);
    }

    private Draft draft() throws IOException {
        Draft open = state.current();
        if (open != null) return open;
        long number = nextNumber++;
        Instant now = settings.clock().instant();
        Journal journal = new Journal(settings.disk(), files.journal(number), ShelfFiles.KIND.number(), number);
        try {
            open = new Draft(
                    settings.disk(),
                    files.segment(number, now),
                    number,
                    journal,
                    state.lock(),
                    settings.memoryBytes(),
                    spare);
        } catch (IOException e) {
            journal.delete();
            throw e;
        }
        day = day(now);
        spare.turn();
        state.write(open);
        return open;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** What is due whether records come or not: what is full or of yesterday is sealed, what failed is tried again. */
    private void tidy(boolean idle) throws IOException {
        if (idle) spare.rest();
        Draft open = state.current();
        if (open != null && isDue(open) && !state.turnOver() && open.writer().blocks() >= MAX_BLOCKS) {
            throw new IOException("the segment before it cannot be sealed");
        }
        if (failing != null) tryAgain();
    }

    private boolean isDue(Draft open) {
        if (open.writer().blocks() >= SegmentWriter.BLOCKS || open.rawBytes() >= settings.segmentBytes()) return true;
        return open.records() > 0 && !day.equals(day(settings.clock().instant()));
    }

    /** Writes what waits, then gives what is open to be sealed; waits for both, for at most {@code limit}. */
    void close(Duration limit) {
        waiting.close();
        loop.join(limit);
        loop.close();
        encoder.close();
    }
}
