package io.stardust.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * What a connection's bytes are read through. The web framework reads a chunk of a body whole, and a sender may
 * announce one of 2 GiB; here a large chunk is told to it as many small ones, so that no chunk costs more memory than
 * {@link #PIECE}. Used by the connection's thread alone.
 *
 * <p>The framework links each piece that was read to the one behind it, for ever. Once one of them has grown old, all
 * that come after it on this connection do, though nobody has them any more: a server that took 45 MB/s spent a third
 * of its time collecting them. So each link is cut here when its piece was read.
 */
final class PieceReader extends DataReader {
    /** Bytes of the largest chunk that the framework is told of. */
    static final int PIECE = 16 << 10;

    /** Characters of the longest line within a chunked body; a chunk's length takes eight. */
    private static final int LINE = 256;

    private static final VarHandle HEAD;
    private static final VarHandle NEXT;

    static {
        try {
            var lookup = MethodHandles.privateLookupIn(DataReader.class, MethodHandles.lookup());
            Class<?> node = lookup.findClass(DataReader.class.getName() + "$Node");
            HEAD = lookup.findVarHandle(DataReader.class, "head", node);
            NEXT = MethodHandles.privateLookupIn(node, lookup).findVarHandle(node, "next", node);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e); // another version of the framework: see what it does now
        }
    }

    private boolean chunked;
    private long left; // of the chunk that is being passed on
    private boolean between; // two pieces of one chunk, where the sender has put no line end
    private boolean ended; // a chunk, whose line end comes now
    private boolean trailers; // the last chunk was read

    @SuppressWarnings("removal") // the only one that can be extended
    PieceReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /** A head was read; tells whether its body comes in chunks. */
    void body(boolean inChunks) {
        chunked = inChunks;
        left = 0;
        between = false;
        ended = false;
        trailers = false;
    }

    @Override
    public void ensureAvailable() {
        Object read = HEAD.get(this);
        super.ensureAvailable();
        Object head = HEAD.get(this);
        while (read != head) {
            Object next = NEXT.get(read);
            NEXT.set(read, null);
            read = next;
        }
    }

    @Override
    public String readLine() {
        if (left > 0) return piece();
        if (findNewLine(LINE) == LINE) throw bad("a line of a chunked body is too long");
        String line = super.readLine();
        if (!chunked || trailers) return line;
        left = length(line);
        trailers = left == 0;
        return trailers ? "0" : piece();
    }

    /** What the line before a chunk says; behind a semicolon may be what nobody uses (RFC 9112, 7.1.1). */
    private static long length(String line) {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        boolean hex = !digits.isEmpty() && digits.length() <= 8;
        for (int i = 0; i < digits.length(); i++) hex &= Character.digit(digits.charAt(i), 16) >= 0;
        if (!hex) throw bad("the length of a chunk is no hexadecimal number");
        return Long.parseLong(digits, 16);
    }

    private String piece() {
        long piece = Math.min(left, PIECE);
        left -= piece;
        return Long.toHexString(piece);
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = getBuffer(length);
        super.skip(length);
        between = left > 0;
        ended = chunked && left == 0;
        return data;
    }

    @Override
    public void skip(int length) {
        if (between) {
            between = false;
        } else if (ended && length == 2) {
            ended = false;
            if (super.read() != '\r' || super.read() != '\n') throw bad("a chunk is longer than was said");
        } else {
            super.skip(length);
        }
    }

    private static RequestException bad(String message) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .setKeepAlive(false)
                .message(message)
                .build();
    }
}
