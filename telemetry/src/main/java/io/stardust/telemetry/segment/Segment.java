package io.stardust.telemetry.segment;

import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.segment.SegmentFormat.Trailer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A sealed file of blocks, of which only the trailer is held in memory. Immutable; {@link SegmentCache} opens it. */
public final class Segment {
    private final Path file;
    private final long number;
    private final long size;
    private final Trailer trailer;

    private Segment(Path file, long number, long size, Trailer trailer) {
        this.file = file;
        this.number = number;
        this.size = size;
        this.trailer = trailer;
    }

    /**
     * Reads the trailer of {@code file}.
     *
     * @throws NewerFormat when a newer program wrote it
     * @throws DamagedData when it is no segment, or not that one
     */
    public static Segment open(Path file, Kind kind, long number) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            byte[] header = Disk.read(channel, 0, SegmentFormat.HEADER_BYTES);
            SegmentFormat.checkHeader(header, kind, number, file);
            byte[] trailer = Disk.read(channel, size - SegmentFormat.TRAILER_BYTES, SegmentFormat.TRAILER_BYTES);
            return new Segment(file, number, size, Trailer.read(trailer, kind));
        }
    }

    public Path file() {
        return file;
    }

    public long number() {
        return number;
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    public long records() {
        return trailer.records();
    }

    /** Bytes of its messages, with one for the end of each line. */
    public long rawBytes() {
        return trailer.rawBytes();
    }

    /** Of its earliest record. */
    public long minTime() {
        return trailer.minTime();
    }

    /** Of its latest record. */
    public long maxTime() {
        return trailer.maxTime();
    }

    /** A mask. */
    public int levels() {
        return trailer.levels();
    }

    Trailer trailer() {
        return trailer;
    }

    /** Deletes the file; who has it open may read on where the system allows deleting open files. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
