package io.stardust.client.link;

import io.stardust.client.link.Frames.Frame;
import io.stardust.client.link.Frames.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Puts the pieces of WebSocket messages together; control frames between pieces come through at once. One thread. */
final class Messages {
    private final InputStream in;
    private final int maxBytes;
    private ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);
    private int opcode; // of the message under way; 0 = none

    Messages(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** Waits for the next whole message or control frame. Throws as {@link Frames#read} does. */
    Frame next() throws IOException {
        while (true) {
            Frame frame = Frames.read(in, maxBytes - pieces.size());
            if (frame.isControl()) return frame;
            boolean continues = frame.opcode() == Frames.CONTINUATION;
            if (continues == (opcode == 0)) {
                throw new Violation(Frames.PROTOCOL_ERROR, "a piece of a message out of order");
            }
            if (!continues && frame.last()) return frame;
            if (!continues) opcode = frame.opcode();
            pieces.writeBytes(frame.payload());
            if (frame.last()) {
                Frame whole = new Frame(true, opcode, pieces.toByteArray());
                pieces = new ByteArrayOutputStream(0); // a reset would keep the room of the largest message
                opcode = 0;
                return whole;
            }
        }
    }
}
