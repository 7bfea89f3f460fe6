package io.stardust.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body. What the web framework throws when the sender goes away becomes the exception that says so. */
final class BodyStream extends FilterInputStream {
    BodyStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (RuntimeException e) {
            throw ended(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (RuntimeException e) {
            throw ended(e);
        }
    }

    /** Leaves the rest to the framework, which drains it before the connection's next request. */
    @Override
    public void close() {
        // the stream is the connection's
    }

    private static IOException ended(RuntimeException e) {
        return new IOException("it ended early", e);
    }
}
