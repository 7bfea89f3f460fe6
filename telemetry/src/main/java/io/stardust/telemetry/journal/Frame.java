package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Compressor;
import io.stardust.telemetry.bytes.Hashes;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A batch as the journal holds it: its length, its length without compression, a check, the bytes as a zstd frame. */
final class Frame {
    /** Bytes in front of the zstd frame. */
    static final int HEAD = 12;

    private static final int LEVEL = 1; // it is read once or never
    private static final ConcurrentLinkedQueue<Compressor> IDLE = new ConcurrentLinkedQueue<>();

    private Frame() {}

    /** The frame of {@code batch}. Thread-safe. */
    static byte[] of(ByteSink batch) {
        Compressor kept = IDLE.poll();
        Compressor compressor = kept == null ? new Compressor(LEVEL) : kept;
        try {
            ByteSink packed = new ByteSink(batch.size() / 3);
            int stored = compressor.compress(batch.array(), 0, batch.size(), packed);
            ByteSink frame = new ByteSink(HEAD + stored);
            frame.int32(stored);
            frame.int32(batch.size());
            frame.int32(check(packed.array(), stored, batch.size()));
            frame.put(packed);
            return frame.size() == frame.array().length ? frame.array() : frame.toBytes();
        } finally {
            IDLE.add(compressor);
        }
    }

    /** CRC32C of the {@code stored} bytes, with both lengths mixed in. */
    static int check(byte[] bytes, int stored, int unpacked) {
        return Hashes.check(bytes, 0, stored) ^ stored ^ unpacked;
    }
}
