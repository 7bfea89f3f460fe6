package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.bytes.DamagedData;
import java.io.IOException;
import java.util.BitSet;

/** The packed blocks of a segment, sealed or still written. Thread-safe. */
public interface SegmentView {
    /** Of the segment; grows with time. */
    long number();

    /** How many blocks there are, numbered from 0. */
    int blocks();

    /** What the directory says of a block; it is read when the first one is asked for. */
    BlockEntry entry(int block) throws IOException;

    /** Numbers from 1 to this one are templates. */
    int templates();

    Template template(int number) throws DamagedData;

    /** Opens a block, which is read while the segment is open. */
    Block open(int block) throws IOException;

    /**
     * Takes those blocks out of {@code candidates} that surely have no line with the variable, no line without a
     * template with the word, and no field, of {@code hash}.
     */
    void restrict(long hash, BitSet candidates) throws IOException;

    /** False when surely no template has the word of {@code hash}. */
    boolean mayHaveWord(long hash) throws IOException;
}
