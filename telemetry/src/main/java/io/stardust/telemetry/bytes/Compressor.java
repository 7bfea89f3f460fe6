package io.stardust.telemetry.bytes;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Makes zstd frames of one level, each with its size and without a check of its own. For one thread. */
public final class Compressor implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    public Compressor(int level) {
        context.setLevel(level);
        context.setChecksum(false);
    }

    /** Appends a frame of {@code length} bytes from {@code start} to {@code out}; returns the length of the frame. */
    public int compress(byte[] from, int start, int length, ByteSink out) {
        int most = (int) Zstd.compressBound(length);
        out.reserve(most);
        int stored = context.compressByteArray(out.array(), out.size(), most, from, start, length);
        out.wrote(stored);
        return stored;
    }

    @Override
    public void close() {
        context.close();
    }
}
