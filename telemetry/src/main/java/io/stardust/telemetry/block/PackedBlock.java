package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Level;
import org.jspecify.annotations.Nullable;

/** The bytes of a block as they lie in a file, and what the directory says of them. For one thread. */
public final class PackedBlock {

    private final BlockEntry entry;
    private final byte[] bytes;
    private final byte[] @Nullable [] frames = new byte[BlockEntry.FRAMES][];

    private PackedBlock(BlockEntry entry, byte[] bytes) {
        this.entry = entry;
        this.bytes = bytes;
    }

    /** Where the templates of the block's segment are found. */
    @FunctionalInterface
    public interface Known {
        /** The template of {@code number}, from 1 on. */
        Template get(int number) throws DamagedData;
    }

    /** The block whose stored bytes are {@code bytes}. Throws when they are not those that were written. */
    public static Block open(BlockEntry entry, byte[] bytes, Known known) throws DamagedData {
        if (Hashes.check(bytes, 0, bytes.length) != entry.check()) {
            throw new DamagedData("the block at " + entry.offset() + " does not match its check");
        }
        return new PackedBlock(entry, bytes).open(known);
    }

    BlockEntry entry() {
        return entry;
    }

    byte[] frame(int number) throws DamagedData {
        byte[] opened = frames[number];
        if (opened == null) {
            int start = 0;
            for (int i = 0; i < number; i++) start += entry.stored(i);
            boolean empty = entry.unpacked(number) == 0;
            opened =
                    empty ? new byte[0] : Decompressor.open(bytes, start, entry.stored(number), entry.unpacked(number));
            frames[number] = opened;
        }
        return opened;
    }

    private Block open(Known known) throws DamagedData {
        ByteSource in = new ByteSource(frame(BlockEntry.ROWS));
        int records = entry.content().records();
        int lines = entry.content().lines();
        long scale = in.varint();
        long[] times = new long[records];
        long time = 0;
        for (int record = 0; record < records; record++) {
            time += in.zigzag();
            times[record] = time * scale;
        }
        byte[] levels = in.bytes(records);
        for (byte level : levels) {
            if (level < 0 || level >= Level.COUNT) throw new DamagedData("level " + level);
        }
        int[] firstLines = new int[records + 1];
        for (int record = 0; record < records; record++) {
            firstLines[record + 1] = firstLines[record] + 1 + in.count(lines - firstLines[record] - 1);
        }
        if (firstLines[records] != lines) throw new DamagedData("fewer lines than the entry says");
        int[] templates = new int[lines];
        for (int line = 0; line < lines; line++) templates[line] = in.count(Templates.MAX_COUNT);
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
