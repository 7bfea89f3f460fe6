package io.stardust.server.http;

import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.ApiException.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * What all bodies in memory may take together, whoever sends them. Strangers share a quarter of it, so that they cannot
 * use up what belongs to those who have shown a token. Thread-safe.
 */
public final class Bodies {
    private static final int STEP = 16 << 10;
    private static final int AT_ONCE = 1 << 20; // up to here what is announced is believed

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong heldByStrangers = new AtomicLong();

    /** @param most bytes of all bodies together */
    public Bodies(long most) {
        this.most = most;
    }

    /** An eighth of the memory that the Java runtime may use: what is parsed takes several times its bytes. */
    public static Bodies ofThisRuntime() {
        return new Bodies(Math.max(Runtime.getRuntime().maxMemory() / 8, 8L << 20));
    }

    /** How much is held just now, in bytes. */
    public long held() {
        return held.get();
    }

    /** What one request holds, from the first byte to its answer. Used by one thread. */
    Share share() {
        return new Share();
    }

    /** See {@link #share}. */
    final class Share implements AutoCloseable {
        private long bytes;
        private long strange;

        private Share() {}

        /** The largest body, as raw or unzipped bytes, of which a request may hold both. */
        private long limit(boolean stranger, int asked) {
            return Math.min(asked, (stranger ? most / 4 : most) / 2);
        }

        /**
         * Reads all of {@code in}, unzipped when it is zipped: the marker is the content.
         *
         * @param announced how long it is, as its sender says; -1: not told
         * @param stranger true: whoever sends it has shown nothing yet
         * @param max bytes, raw and unzipped
         * @throws TooLarge if there are more
         * @throws Unavailable if too much is held just now
         */
        byte[] read(InputStream in, long announced, boolean stranger, int max, boolean unzip) throws IOException {
            byte[] raw = all(in, announced, stranger, max);
            boolean zipped = unzip && raw.length > 2 && raw[0] == 0x1f && raw[1] == (byte) 0x8b;
            return zipped ? all(new GZIPInputStream(new ByteArrayInputStream(raw)), -1, stranger, max) : raw;
        }

        private byte[] all(InputStream in, long announced, boolean stranger, int max) throws IOException {
            if (!stranger && announced >= STEP && announced <= Math.min(AT_ONCE, limit(false, max))) {
                return announced(in, (int) announced);
            }
            // one more than was announced, so that its end is seen
            int step = announced >= 0 && announced < STEP ? (int) announced + 1 : STEP;
            long limit = limit(stranger, max);
            List<byte[]> pieces = new ArrayList<>();
            int size = 0;
            while (true) {
                byte[] piece = in.readNBytes(step);
                if (piece.length == 0) return joined(pieces, size);
                size += piece.length;
                if (size > limit) throw new TooLarge("body", -1, limit);
                take(piece.length, stranger);
                pieces.add(piece);
                if (piece.length < step) return joined(pieces, size);
            }
        }

        /** Without pieces that are put together later: as much again would be copied. */
        private byte[] announced(InputStream in, int length) throws IOException {
            take(length, false);
            byte[] whole = new byte[length];
            int read = in.readNBytes(whole, 0, length);
            if (in.read() >= 0) throw new TooLarge("body", -1, length); // its end is read, else the connection closes
            return read == length ? whole : Arrays.copyOf(whole, read);
        }

        private static byte[] joined(List<byte[]> pieces, int size) {
            if (pieces.size() == 1) return pieces.getFirst();
            byte[] whole = new byte[size];
            int at = 0;
            for (byte[] piece : pieces) {
                System.arraycopy(piece, 0, whole, at, piece.length);
                at += piece.length;
            }
            return whole;
        }

        private void take(long more, boolean stranger) {
            bytes += more;
            if (stranger) strange += more;
            boolean full = held.addAndGet(more) > most;
            if (stranger) full |= heldByStrangers.addAndGet(more) > most / 4;
            if (full) throw new Unavailable("too many large requests at once; try again in a few seconds");
        }

        @Override
        public void close() {
            held.addAndGet(-bytes);
            heldByStrangers.addAndGet(-strange);
            bytes = 0;
            strange = 0;
        }
    }
}
