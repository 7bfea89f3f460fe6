package io.stardust.telemetry.store;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.journal.BatchMemory;
import io.stardust.telemetry.journal.Journal;
import io.stardust.telemetry.segment.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Makes segments of drafts, in a thread of its own: what fails is tried again. */
final class Sealer {
    private final ShelfState state;
    private final ShelfFiles files;
    private final BatchMemory memory; // guarded by itself
    private final ReentrantLock filing;
    private final BlockEncoder encoder = new BlockEncoder();
    private final Loop loop;

    /** {@code filing} is held while files come and go. */
    Sealer(String name, ShelfState state, ShelfFiles files, BatchMemory memory, ReentrantLock filing) {
        this.state = state;
        this.files = files;
        this.memory = memory;
        this.filing = filing;
        this.loop = Loop.of("telemetry-seal-" + name, state::toSeal, draft -> seal(draft, encoder));
    }

    void start() {
        loop.start();
    }

    /** 1. The segment, with its name; 2. the batches taken; 3. readers turn to it; 4. the journal goes. */
    void seal(Draft draft, BlockEncoder with) throws IOException {
        draft.cutAll(with);
        filing.lock();
        try {
            if (draft.records() == 0) {
                drop(draft);
                return;
            }
            Path file = draft.writer().file();
            if (!Files.exists(file)) draft.writer().seal();
            Segment segment = Segment.open(file, ShelfFiles.KIND, draft.number());
            rememberBatches();
            state.sealed(draft, segment);
            Journal journal = draft.journal();
            if (journal != null) journal.delete();
        } finally {
            filing.unlock();
        }
    }

    /** One that was begun when the disk was full may have nothing. */
    private void drop(Draft draft) throws IOException {
        draft.drop();
        Journal journal = draft.journal();
        if (journal != null) journal.delete();
        state.dropped(draft);
    }

    /** A batch that the list names must not be lost by a loss of power, so what holds it is forced first. */
    private void rememberBatches() throws IOException {
        byte[] bytes;
        synchronized (memory) {
            bytes = memory.toBytes();
        }
        force();
        files.keep(bytes);
    }

    LoopState loop() {
        return loop.state();
    }

    void force() throws IOException {
        Draft open = state.current();
        Journal journal = open == null ? null : open.journal();
        if (journal != null) journal.force();
    }

    /** Waits until all is sealed, for at most {@code limit}; what is not, the journal still has. */
    void close(Duration limit) {
        state.close();
        loop.join(limit);
        loop.close();
        encoder.close();
    }
}
