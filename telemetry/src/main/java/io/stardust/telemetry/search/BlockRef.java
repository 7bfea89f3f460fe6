package io.stardust.telemetry.search;

import static java.util.Objects.requireNonNull;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.OpenBlock;
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
    private final @Nullable BlockEntry entry;
    private final ShelfView.@Nullable Memory memory;

    /** Block {@code block} of the file. */
    BlockRef(int shelf, SegmentView segment, SegmentMatcher matcher, int block) throws IOException {
        this.shelf = shelf;
        this.segment = segment;
        this.matcher = matcher;
        this.block = block;
        this.entry = segment.entry(block);
        this.memory = null;
    }

    /** That one in memory. */
    BlockRef(int shelf, SegmentView segment, SegmentMatcher matcher, ShelfView.Memory memory) {
        this.shelf = shelf;
        this.segment = segment;
        this.matcher = matcher;
        this.block = 0;
        this.entry = null;
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
        return entry;
    }

    long minTime() {
        return entry == null
                ? requireNonNull(memory).minTime()
                : entry.content().minTime();
    }

    long maxTime() {
        return entry == null
                ? requireNonNull(memory).maxTime()
                : entry.content().maxTime();
    }

    /** Of its messages; 0 for a block in memory. */
    long rawBytes() {
        return entry == null ? 0 : entry.content().rawBytes();
    }

    Block open() throws IOException {
        return memory == null ? segment.open(block) : memory.block();
    }

    /** Where {@code record} of the opened block stands. */
    Position position(Block opened, int record) {
        if (entry != null) {
            BlockEntry.Content content = entry.content();
            return position(opened.timeNs(record), content.app(), content.late(), content.firstOrdinal() + record);
        }
        OpenBlock source = requireNonNull(memory).source();
        return position(opened.timeNs(record), source.app(), source.isLate(), source.firstOrdinal() + record);
    }

    private Position position(long timeNs, long app, boolean late, long ordinal) {
        return new Position(timeNs, shelf, segment.number(), app, late ? 1 : 0, ordinal);
    }
}
