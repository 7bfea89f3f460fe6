package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.segment.SegmentView;
import io.stardust.telemetry.store.ShelfView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A block that may have something. */
final class BlockRef {
    private final int shelf;
    private final SegmentView segment;
    private final SegmentMatcher matcher;
    private final int block;
    private final ShelfView.@Nullable Memory memory;

    /** Block {@code block} of the file, or, with {@code memory}, that one. */
    BlockRef(int shelf, SegmentView segment, SegmentMatcher matcher, int block, ShelfView.@Nullable Memory memory) {
        this.shelf = shelf;
        this.segment = segment;
        this.matcher = matcher;
        this.block = block;
        this.memory = memory;
    }

    SegmentView segment() {
        return segment;
    }

    SegmentMatcher matcher() {
        return matcher;
    }

    /** What the directory says; null for a block in memory. */
    @Nullable
    BlockEntry entry() {
        return memory == null ? segment.entry(block) : null;
    }

    long minTime() {
        return memory == null ? segment.entry(block).content().minTime() : memory.minTime();
    }

    long maxTime() {
        return memory == null ? segment.entry(block).content().maxTime() : memory.maxTime();
    }

    /** Of its messages; 0 for a block in memory. */
    long rawBytes() {
        return memory == null ? segment.entry(block).content().rawBytes() : 0;
    }

    Block open() throws IOException {
        return memory == null ? segment.open(block) : memory.block();
    }

    /** Where {@code record} of the opened block stands. */
    Position position(Block opened, int record) {
        boolean late = memory == null
                ? segment.entry(block).content().late()
                : memory.source().isLate();
        long first = memory == null
                ? segment.entry(block).content().firstOrdinal()
                : memory.source().firstOrdinal();
        long app = memory == null
                ? segment.entry(block).content().app()
                : memory.source().app();
        return new Position(opened.timeNs(record), shelf, segment.number(), app, late ? 1 : 0, first + record);
    }
}
