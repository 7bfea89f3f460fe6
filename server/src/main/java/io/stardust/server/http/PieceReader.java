package io.stardust.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import java.util.function.Supplier;

/**
 * What a connection's bytes are read through. The web framework reads a chunk of a body whole, and a sender may
 * announce one of 2 GiB; here a large chunk is told to it as many small ones, so that no chunk costs more memory than
 * {@link #PIECE}. Used by the connection's thread alone.
 */
final class PieceReader extends DataReader {
    /** Bytes of the largest chunk that the framework is told of. */
    static final int PIECE = 16 << 10;

    /** Characters of the longest line within a chunked body; a chunk's length takes eight. */
    private static final int LINE = 256;

    private boolean chunked;
    private long left; // of the chunk that is being passed on
    private boolean between; // two pieces of one chunk, where the sender has put no line end

    @SuppressWarnings("removal") // the only one that can be extended
    PieceReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /** A head was read; tells whether its body comes in chunks. */
    void body(boolean inChunks) {
        chunked = inChunks;
        left = 0;
        between = false;
    }

    @Override
    public String readLine() {
        if (left > 0) return piece();
        if (findNewLine(LINE) == LINE) throw bad("a line of a chunked body is too long");
        String line = super.readLine();
        if (!chunked) return line;
        try {
            left = Integer.parseUnsignedInt(line, 16) & 0xffffffffL;
        } catch (NumberFormatException _) {
            return line; // the framework refuses it
        }
        return left == 0 ? line : piece();
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
        return data;
    }

    @Override
    public void skip(int length) {
        if (between) {
            between = false;
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
