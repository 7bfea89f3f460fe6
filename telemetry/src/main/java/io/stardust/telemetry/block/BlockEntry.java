package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;

/** What a segment's directory says of a block: where it lies, whose it is, what may be in it. Immutable. */
public final class BlockEntry {
    /**
     * Times, levels and templates; fields; decimals, their sizes, their digits; hex; other words and whole lines. Each
     * is a frame.
     */
    static final int ROWS = 0;

    static final int FIELDS = 1;
    static final int DECIMALS = 2;
    static final int SIZES = 3;
    static final int DIGITS = 4;
    static final int HEXES = 5;
    static final int TEXTS = 6;
    static final int FRAMES = 7;

    private static final int MOST_ROWS = 1 << 26; // lines; a batch of 64 MB of empty lines

    private final Place place;
    private final Content content;
    private final int[] templates;
    private final int[] heads;
    private final int[] tails;

    /**
     * Where it lies.
     *
     * @param offset of its first byte in the segment
     * @param rowsCheck CRC32C of its first frame, which is read alone where only times, levels and templates are asked
     *     for
     * @param restCheck CRC32C of all others together
     * @param stored how long its frames are in the file, one behind the other
     * @param unpacked how long each is without compression
     */
    @SuppressWarnings("ArrayRecordComponent") // a number for each frame, never changed
    record Place(long offset, int rowsCheck, int restCheck, int[] stored, int[] unpacked) {}

    /**
     * What is in it.
     *
     * @param late whether its records came out of their order
     * @param firstOrdinal how many records of the app and of that kind the segment has before it
     * @param byLevel how many records there are of each level, in their order
     * @param rawBytes of messages, with a byte for the end of each
     */
    public record Content(
            long app,
            boolean late,
            long firstOrdinal,
            int records,
            int lines,
            long minTime,
            long maxTime,
            LevelCounts byLevel,
            int tokens,
            long rawBytes) {
        /** A mask of the levels that are there. */
        public int levels() {
            return byLevel.mask();
        }
    }

    /** For each of {@code templates}, ascending, how many first and how many further lines of records have it. */
    BlockEntry(Place place, Content content, int[] templates, int[] heads, int[] tails) {
        this.place = place;
        this.content = content;
        this.templates = templates;
        this.heads = heads;
        this.tails = tails;
    }

    public Content content() {
        return content;
    }

    /** Of its first byte in the segment. */
    public long offset() {
        return place.offset;
    }

    /** Bytes in the file. */
    public int length() {
        int length = 0;
        for (int each : place.stored) length += each;
        return length;
    }

    int rowsCheck() {
        return place.rowsCheck;
    }

    int restCheck() {
        return place.restCheck;
    }

    int stored(int frame) {
        return place.stored[frame];
    }

    int unpacked(int frame) {
        return place.unpacked[frame];
    }

    /** How many different templates its lines have, {@link Template#WHOLE} among them. */
    public int templates() {
        return templates.length;
    }

    /** The number of the {@code i}th of them; ascending. */
    public int template(int i) {
        return templates[i];
    }

    /** How many records have it in their first line. */
    public int heads(int i) {
        return heads[i];
    }

    /** How many further lines have it. */
    public int tails(int i) {
        return tails[i];
    }

    /** Whether it has lines without a template, whose words its filter knows. */
    public boolean hasWhole() {
        return templates.length > 0 && templates[0] == Template.WHOLE;
    }

    /** Appends it, {@code base} being the offset of the block before it. */
    public void write(ByteSink out, long base) {
        out.varint(place.offset - base);
        out.int32(place.rowsCheck);
        out.int32(place.restCheck);
        for (int i = 0; i < FRAMES; i++) {
            out.varint(place.stored[i]);
            out.varint(place.unpacked[i]);
        }
        out.varint(content.app);
        out.put(content.late ? 1 : 0);
        out.varint(content.firstOrdinal);
        out.varint(content.records);
        out.varint(content.lines);
        out.zigzag(content.minTime);
        out.varint(content.maxTime - content.minTime);
        content.byLevel.write(out);
        out.varint(content.tokens);
        out.varint(content.rawBytes);
        out.varint(templates.length);
        int last = 0;
        for (int i = 0; i < templates.length; i++) {
            out.varint(templates[i] - last);
            out.varint(heads[i]);
            out.varint(tails[i]);
            last = templates[i];
        }
    }

    /** Reads one of a segment of {@code templateCount} templates. */
    public static BlockEntry read(ByteSource in, long base, int templateCount) throws DamagedData {
        long offset = base + in.varint();
        int rowsCheck = in.int32();
        int restCheck = in.int32();
        int[] stored = new int[FRAMES];
        int[] unpacked = new int[FRAMES];
        long length = 0;
        for (int i = 0; i < FRAMES; i++) {
            stored[i] = in.count(Decompressor.MOST);
            unpacked[i] = in.count(Decompressor.MOST);
            length += stored[i];
        }
        if (offset < 0 || length > Integer.MAX_VALUE) throw new DamagedData("a block of " + length + " bytes");
        long app = in.varint();
        boolean late = in.next() != 0;
        long firstOrdinal = in.varint();
        int records = in.count(MOST_ROWS);
        int lines = in.count(MOST_ROWS);
        if (records > lines) throw new DamagedData(records + " records in " + lines + " lines");
        if (lines > unpacked[ROWS]) throw new DamagedData(lines + " lines in " + unpacked[ROWS] + " bytes");
        long minTime = in.zigzag();
        long maxTime = minTime + in.varint();
        if (maxTime < minTime) throw new DamagedData("a block that ends before it begins");
        LevelCounts byLevel = LevelCounts.read(in, records);
        int tokens = in.count(Integer.MAX_VALUE);
        Content content =
                new Content(app, late, firstOrdinal, records, lines, minTime, maxTime, byLevel, tokens, in.varint());
        int count = in.count(templateCount + 1);
        int[] templates = new int[count];
        int[] heads = new int[count];
        int[] tails = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            templates[i] = last + in.count(templateCount - last);
            heads[i] = in.count(lines);
            tails[i] = in.count(lines);
            last = templates[i];
        }
        return new BlockEntry(
                new Place(offset, rowsCheck, restCheck, stored, unpacked), content, templates, heads, tails);
    }
}
