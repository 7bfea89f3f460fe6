package io.stardust.server.adopt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** A package as it comes in: tells how much has come, each second, and must end in time. For one thread. */
final class PackingStream extends FilterInputStream {
    private static final long TELL_MS = 1_000;

    private final InstantSource clock;
    private final long end;
    private final LongConsumer told;
    private long count;
    private long toldAt;

    /** @param end epoch ms */
    PackingStream(InputStream in, InstantSource clock, long end, LongConsumer told) {
        super(in);
        this.clock = clock;
        this.end = end;
        this.told = told;
        this.toldAt = clock.millis();
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) count(1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n > 0) count(n);
        return n;
    }

    private void count(int n) throws IOException {
        count += n;
        long now = clock.millis();
        if (now > end) throw new IOException("it took too long");
        if (now - toldAt < TELL_MS) return;
        toldAt = now;
        told.accept(count);
    }
}
