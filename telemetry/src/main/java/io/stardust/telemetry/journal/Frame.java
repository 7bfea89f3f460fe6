package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Compressor;
import io.stardust.telemetry.bytes.Hashes;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A batch as the journal holds it: its length, its length without compression, a check, the bytes as a zstd frame. */
final class Frame {
    /** Bytes in front of the zstd frame. */
    static final int HEAD = 12;

    private static final int LEVEL = -1; // it is read once or never: half the time of level 1
    private static final int KEPT = 1 << 20; // bytes of a buffer that is used again
    private static final ConcurrentLinkedQueue<Packer> IDLE = new ConcurrentLinkedQueue<>();

    /** What makes frames, one at a time. */
    private record Packer(Compressor compressor, ByteSink packed) {}

    private Frame() {}

    /** The frame of {@code batch}. Thread-safe. */
    static byte[] of(ByteSink batch) {
        Packer kept = IDLE.poll();
        Packer packer = kept == null ? new Packer(new Compressor(LEVEL), new ByteSink(1 << 16)) : kept;
        ByteSink packed = packer.packed;
        packed.clear();
        int stored = packer.compressor.compress(batch.array(), 0, batch.size(), packed);
        ByteSink frame = new ByteSink(HEAD + stored);
        frame.int32(stored);
        frame.int32(batch.size());
        frame.int32(check(packed.array(), stored, batch.size()));
        frame.put(packed);
        IDLE.add(packed.array().length <= KEPT ? packer : new Packer(packer.compressor, new ByteSink(1 << 16)));
        return frame.size() == frame.array().length ? frame.array() : frame.toBytes();
    }

    /** CRC32C of the {@code stored} bytes, with both lengths mixed in. */
    static int check(byte[] bytes, int stored, int unpacked) {
        return Hashes.check(bytes, 0, stored) ^ stored ^ unpacked;
    }
}
