package io.stardust.telemetry.store;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.OpenBlock;
import io.stardust.telemetry.segment.Segment;
import io.stardust.telemetry.segment.SegmentView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a shelf holds at one moment, each record once. Closed when it has been read. */
public final class ShelfView implements AutoCloseable {
    private final List<Segment> sealed;
    private final List<LeftOut> leftOut;
    private final List<DraftView> drafts;

    ShelfView(List<Segment> sealed, List<LeftOut> leftOut, List<DraftView> drafts) {
        this.sealed = sealed;
        this.leftOut = leftOut;
        this.drafts = drafts;
    }

    /** Segments that do not change any more. */
    public List<Segment> sealed() {
        return sealed;
    }

    /** Segments that cannot be read. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Segments that are still written, or about to be sealed. */
    public List<DraftView> drafts() {
        return drafts;
    }

    /** A block in memory, and what it held at that moment. */
    public record Memory(OpenBlock source, Block block, long minTime, long maxTime, int levels) {}

    /** A segment that is not sealed. */
    public static final class DraftView {
        private final Draft draft;
        private final Object lock;
        private final SegmentView written;
        private final List<Memory> memory = new ArrayList<>();

        /** Under the lock. */
        DraftView(Draft draft, Object lock) {
            this.draft = draft;
            this.lock = lock;
            this.written = draft.writer().view();
            for (OpenBlock block : draft.open()) {
                memory.add(new Memory(block, block.view(), block.minTime(), block.maxTime(), block.levelMask()));
            }
            draft.hold();
        }

        /** Its blocks that are in the file. */
        public SegmentView written() {
            return written;
        }

        /** Its blocks that are in memory. */
        public List<Memory> memory() {
            return memory;
        }

        /** Whether {@code block} may have the word or field of this hash, as {@link OpenBlock#mayHave} says it. */
        public boolean mayHave(Memory block, long hash) {
            synchronized (lock) {
                return block.source().mayHave(hash);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (DraftView view : drafts) view.draft.release();
    }
}
