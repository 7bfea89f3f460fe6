package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Level;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A block as it lies in a file: its rows are read at once, the rest when it is asked for. For one thread. */
public final class PackedBlock {
    private final BlockEntry entry;
    private final Source source;
    private byte @Nullable [] rest; // what is stored behind the rows
    private final byte[] @Nullable [] frames = new byte[BlockEntry.FRAMES][];

    private PackedBlock(BlockEntry entry, Source source) {
        this.entry = entry;
        this.source = source;
    }

    /** Where the templates of the block's segment are found. */
    @FunctionalInterface
    public interface Known {
        /** The template of {@code number}, from 1 on. */
        Template get(int number) throws DamagedData;
    }

    /** Reads the block's file. */
    @FunctionalInterface
    public interface Source {
        byte[] read(long offset, int length) throws IOException;
    }

    /**
     * The block of {@code entry} in the file of {@code source}, which stays open as long as the block is read.
     *
     * @throws DamagedData now or when more of it is read, when it is not what was written
     */
    public static Block open(BlockEntry entry, Source source, Known known) throws IOException {
        return new PackedBlock(entry, source).open(known);
    }

    BlockEntry entry() {
        return entry;
    }

    byte[] frame(int number) throws IOException {
        byte[] opened = frames[number];
        if (opened == null) {
            opened = entry.unpacked(number) == 0 ? new byte[0] : unpack(number);
            frames[number] = opened;
        }
        return opened;
    }

    private byte[] unpack(int number) throws IOException {
        int stored = entry.stored(number);
        if (number == BlockEntry.ROWS) {
            byte[] rows = checked(entry.offset(), stored, entry.rowsCheck());
            return Decompressor.open(rows, 0, stored, entry.unpacked(number));
        }
        byte[] bytes = rest();
        int start = 0;
        for (int i = BlockEntry.ROWS + 1; i < number; i++) start += entry.stored(i);
        return Decompressor.open(bytes, start, stored, entry.unpacked(number));
    }

    private byte[] rest() throws IOException {
        byte[] known = rest;
        if (known == null) {
            int rows = entry.stored(BlockEntry.ROWS);
            known = checked(entry.offset() + rows, entry.length() - rows, entry.restCheck());
            rest = known;
        }
        return known;
    }

    private byte[] checked(long offset, int length, int check) throws IOException {
        byte[] bytes = source.read(offset, length);
        if (Hashes.check(bytes, 0, length) != check) {
            throw new DamagedData("the block at " + entry.offset() + " does not match its check");
        }
        return bytes;
    }

    private Block open(Known known) throws IOException {
        ByteSource in = new ByteSource(frame(BlockEntry.ROWS));
        int records = entry.content().records();
        int lines = entry.content().lines();
        long scale = in.varint();
        long[] times = new long[records];
        in.sums(times);
        for (int record = 0; record < records; record++) times[record] *= scale;
        byte[] levels = in.bytes(records);
        for (byte level : levels) {
            if (level < 0 || level >= Level.COUNT) throw new DamagedData("level " + level);
        }
        int[] firstLines = new int[records + 1];
        int[] more = new int[records];
        in.counts(more, lines - records);
        for (int record = 0; record < records; record++) {
            firstLines[record + 1] = firstLines[record] + 1 + more[record];
            if (firstLines[record + 1] > lines) throw new DamagedData("more lines than the entry says");
        }
        if (firstLines[records] != lines) throw new DamagedData("fewer lines than the entry says");
        int[] templates = new int[lines];
        in.counts(templates, Templates.MAX_COUNT);
        Lines packed = new PackedLines(this, known, templates);
        return new Block(
                entry.content().app(),
                records,
                times,
                levels,
                firstLines,
                templates,
                packed,
                () -> Fields.read(new ByteSource(frame(BlockEntry.FIELDS)), records));
    }
}
