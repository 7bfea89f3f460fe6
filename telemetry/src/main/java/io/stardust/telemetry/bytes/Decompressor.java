package io.stardust.telemetry.bytes;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens zstd frames. Contexts outside Java's memory are lent to whoever needs one and kept for the next. */
public final class Decompressor {
    /** What a frame may unpack to, in bytes; no writer makes a larger one. */
    public static final int MOST = 256 << 20;

    private static final ConcurrentLinkedQueue<ZstdDecompressCtx> IDLE = new ConcurrentLinkedQueue<>();

    private Decompressor() {}

    /** The {@code size} bytes of the frame of {@code length} bytes at {@code start}. Thread-safe. */
    public static byte[] open(byte[] from, int start, int length, int size) throws DamagedData {
        if (size < 0 || size > MOST)
            throw new DamagedData("a frame of " + size + " bytes (expected: at most " + MOST + ")");
        ZstdDecompressCtx kept = IDLE.poll();
        ZstdDecompressCtx context = kept == null ? new ZstdDecompressCtx() : kept;
        try {
            byte[] bytes = new byte[size];
            int opened = context.decompressByteArray(bytes, 0, size, from, start, length);
            if (opened != size) throw new DamagedData("a frame of " + opened + " bytes (expected: " + size + ")");
            return bytes;
        } catch (ZstdException e) {
            throw new DamagedData("no zstd frame: " + e.getMessage());
        } finally {
            IDLE.add(context);
        }
    }
}
