package io.stardust.client.link;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket frames (RFC 6455, section 5.2) to and from bytes. Stateless. Masked frames are read whoever sends them:
 * refusing them would protect nobody here.
 */
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int TOO_BIG = 1009;
    static final int PROTOCOL_ERROR = 1002;

    /** Of a control frame's payload. */
    private static final int CONTROL_MAX = 125;

    private Frames() {}

    /** A class, since a record would compare its bytes by identity. */
    static final class Frame {
        private final boolean last;
        private final int opcode;
        private final byte[] payload;

        Frame(boolean last, int opcode, byte[] payload) {
            this.last = last;
            this.opcode = opcode;
            this.payload = payload;
        }

        boolean last() {
            return last;
        }

        int opcode() {
            return opcode;
        }

        byte[] payload() {
            return payload;
        }

        boolean isControl() {
            return opcode >= CLOSE;
        }
    }

    /** The peer broke the rules; {@code code} is for the close frame. */
    static final class Violation extends IOException {
        private static final long serialVersionUID = 1L;

        final int code;

        Violation(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /**
     * Reads one frame.
     *
     * @throws EOFException if the stream ends before or within it
     * @throws Violation if it is not allowed, or its payload is above {@code maxBytes}
     */
    static Frame read(InputStream in, int maxBytes) throws IOException {
        int first = octet(in);
        int second = octet(in);
        int opcode = first & 0x0F;
        boolean last = (first & 0x80) != 0;
        if ((first & 0x70) != 0) throw new Violation(PROTOCOL_ERROR, "reserved bits set, no extension was agreed on");
        boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
        if (!known) throw new Violation(PROTOCOL_ERROR, "opcode " + opcode);

        long length = second & 0x7F;
        if (opcode >= CLOSE && (length > CONTROL_MAX || !last)) {
            throw new Violation(PROTOCOL_ERROR, "a control frame that is long or in pieces");
        }
        if (length == 126) length = number(in, 2);
        else if (length == 127) length = number(in, 8);
        if (length < 0 || length > maxBytes) {
            throw new Violation(TOO_BIG, "a frame of " + length + " bytes (expected: at most " + maxBytes + ")");
        }
        byte[] mask = (second & 0x80) != 0 ? exactly(in, 4) : null;
        byte[] payload = exactly(in, (int) length);
        if (mask != null) apply(mask, payload);
        return new Frame(last, opcode, payload);
    }

    /** Returns the bytes of one frame, masked when {@code mask} (4 bytes) is there, as a client must. */
    static byte[] write(Frame frame, byte @Nullable [] mask) {
        byte[] payload = frame.payload.clone();
        var out = new ByteArrayOutputStream(payload.length + 14);
        out.write((frame.last ? 0x80 : 0) | frame.opcode);
        int masked = mask == null ? 0 : 0x80;
        if (payload.length <= CONTROL_MAX) {
            out.write(masked | payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(masked | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(masked | 127);
            for (int shift = 56; shift >= 0; shift -= 8) out.write((int) ((long) payload.length >> shift));
        }
        if (mask != null) {
            out.writeBytes(mask);
            apply(mask, payload);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static void apply(byte[] mask, byte[] payload) {
        for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i & 3];
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) throw new EOFException("the connection ended");
        return octet;
    }

    private static long number(InputStream in, int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) number = (number << 8) | octet(in);
        return number;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new EOFException("the connection ended within a frame");
        return bytes;
    }
}
