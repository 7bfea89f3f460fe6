package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Filter;
import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Level;
import java.nio.charset.StandardCharsets;

/** First and last bytes of a segment. */
public final class SegmentFormat {
    /** The newest format that this program reads, and the one it writes. */
    public static final int VERSION = 1;

    static final int HEADER_BYTES = 32;
    static final int TRAILER_BYTES = 136;
    static final int MAX_BLOCKS = 1 << 16;

    private static final byte[] BEGIN = "SDTELSEG".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "SDTELEND".getBytes(StandardCharsets.US_ASCII);

    private SegmentFormat() {}

    /**
     * A part of the file.
     *
     * @param unpacked its length without compression
     * @param check CRC32C of the stored bytes
     */
    record Part(long offset, int stored, int unpacked, int check) {
        void write(ByteSink out) {
            out.int64(offset);
            out.int32(stored);
            out.int32(unpacked);
            out.int32(check);
        }

        static Part read(ByteSource in) throws DamagedData {
            Part part = new Part(in.int64(), in.int32(), in.int32(), in.int32());
            if (part.offset < HEADER_BYTES
                    || part.stored < 0
                    || part.unpacked < 0
                    || part.unpacked > Decompressor.MOST) {
                throw new DamagedData("a part of the file at " + part.offset + " of " + part.stored + " bytes");
            }
            return part;
        }
    }

    /**
     * What the trailer says.
     *
     * @param folds how often the filters are folded
     * @param templates of the segment
     * @param rawBytes of messages, with a byte for the end of each line
     * @param minTime of the earliest record; of the latest: {@code maxTime}
     * @param levels a mask
     * @param dictionary the templates
     * @param words a filter of the words in them
     * @param slices the filters of the blocks, by bit
     * @param directory an entry for each block
     */
    record Trailer(
            Kind kind,
            int folds,
            int blocks,
            int templates,
            long records,
            long rawBytes,
            long minTime,
            long maxTime,
            int levels,
            Part dictionary,
            Part words,
            Part slices,
            Part directory) {

        byte[] bytes() {
            ByteSink out = new ByteSink(TRAILER_BYTES);
            out.put(END);
            out.put(kind.number());
            out.put(VERSION);
            out.put(folds);
            out.put(levels);
            out.int32(blocks);
            out.int32(templates);
            out.int64(records);
            out.int64(rawBytes);
            out.int64(minTime);
            out.int64(maxTime);
            dictionary.write(out);
            words.write(out);
            slices.write(out);
            directory.write(out);
            out.int32(Hashes.check(out.array(), 0, out.size()));
            return out.toBytes();
        }

        static Trailer read(byte[] bytes, Kind kind) throws DamagedData {
            ByteSource in = new ByteSource(bytes);
            expect(in, END);
            int number = in.next();
            in.next(); // the version, which the header said already
            if (Hashes.check(bytes, 0, TRAILER_BYTES - 4)
                    != new ByteSource(bytes, TRAILER_BYTES - 4, TRAILER_BYTES).int32()) {
                throw new DamagedData("the trailer does not match its check");
            }
            if (number != kind.number()) throw new DamagedData("kind " + number + " (expected: " + kind.number() + ")");
            int folds = in.next();
            int levels = in.next();
            int blocks = in.int32();
            int templates = in.int32();
            if (folds > Filter.FOLDS || blocks < 0 || blocks > MAX_BLOCKS || templates < 0 || templates > MAX_BLOCKS) {
                throw new DamagedData("a trailer of " + blocks + " blocks, " + templates + " templates");
            }
            return new Trailer(
                    kind,
                    folds,
                    blocks,
                    templates,
                    in.int64(),
                    in.int64(),
                    in.int64(),
                    in.int64(),
                    levels & Level.ALL,
                    Part.read(in),
                    Part.read(in),
                    Part.read(in),
                    Part.read(in));
        }
    }

    static byte[] header(Kind kind, long number) {
        ByteSink out = new ByteSink(HEADER_BYTES);
        out.put(BEGIN);
        out.put(kind.number());
        out.put(VERSION);
        for (int i = 0; i < 6; i++) out.put(0);
        out.int64(number);
        out.int32(Hashes.check(out.array(), 0, out.size()));
        out.int32(0);
        return out.toBytes();
    }

    static void checkHeader(byte[] bytes, Kind kind, long number, Object file) throws DamagedData, NewerFormat {
        ByteSource in = new ByteSource(bytes);
        expect(in, BEGIN);
        int kindNumber = in.next();
        int version = in.next();
        in.skip(6);
        long named = in.int64();
        if (Hashes.check(bytes, 0, 24) != in.int32()) throw new DamagedData("the header does not match its check");
        if (version > VERSION) throw new NewerFormat(file, version);
        if (kindNumber != kind.number())
            throw new DamagedData("kind " + kindNumber + " (expected: " + kind.number() + ")");
        if (named != number) throw new DamagedData("segment " + named + " (expected: " + number + ")");
    }

    private static void expect(ByteSource in, byte[] magic) throws DamagedData {
        for (byte each : magic) {
            if (in.next() != each) throw new DamagedData("no segment of telemetry");
        }
    }
}
