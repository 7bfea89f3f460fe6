package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Decompressor;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.segment.NewerFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads journals again after the program was killed. */
public final class Replay {
    private Replay() {}

    /** Takes batches. */
    @FunctionalInterface
    public interface Taker {
        void take(Batch batch) throws IOException;
    }

    /**
     * What was found.
     *
     * @param batches that were taken
     * @param dropped bytes at the end that are no whole frame: what was being written when the program ended, or damage
     */
    public record Found(long batches, long dropped) {}

    /** Gives all batches of {@code file} to {@code taker}, up to the first frame that is not as it was written. */
    public static Found read(Path file, int kind, long number, Taker taker) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < Journal.HEADER_BYTES) return new Found(0, size);
            if (!isHeader(Disk.read(channel, 0, Journal.HEADER_BYTES), kind, number, file)) return new Found(0, size);
            long batches = 0;
            long at = Journal.HEADER_BYTES;
            while (at < size) {
                byte[] batch = frame(channel, at, size);
                if (batch == null) break;
                taker.take(Batch.read(batch));
                batches++;
                at += Frame.HEAD + stored(channel, at);
            }
            return new Found(batches, size - at);
        }
    }

    private static boolean isHeader(byte[] bytes, int kind, long number, Path file) throws IOException {
        ByteSource in = new ByteSource(bytes);
        for (byte each : Journal.MAGIC) {
            if (in.next() != each) return false;
        }
        int itsKind = in.next();
        int version = in.next();
        in.skip(2);
        long itsNumber = in.int64();
        if (Hashes.check(bytes, 0, Journal.HEADER_BYTES - 4) != in.int32()) return false;
        if (version > Journal.VERSION) throw new NewerFormat(file, version);
        return itsKind == kind && itsNumber == number;
    }

    private static int stored(FileChannel channel, long at) throws IOException {
        return new ByteSource(Disk.read(channel, at, 4)).int32();
    }

    /** The batch in the frame at {@code at}; null when it is not whole. */
    private static byte @Nullable [] frame(FileChannel channel, long at, long size) throws IOException {
        if (size - at < Frame.HEAD) return null;
        ByteSource head = new ByteSource(Disk.read(channel, at, Frame.HEAD));
        int stored = head.int32();
        int unpacked = head.int32();
        int check = head.int32();
        if (stored < 0 || unpacked < 0 || unpacked > Decompressor.MOST) return null;
        if (stored > size - at - Frame.HEAD) return null;
        byte[] bytes = Disk.read(channel, at + Frame.HEAD, stored);
        if (Frame.check(bytes, stored, unpacked) != check) return null;
        try {
            return Decompressor.open(bytes, 0, stored, unpacked);
        } catch (DamagedData e) {
            return null; // told as dropped
        }
    }
}
