package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request's body. What the web framework throws when the sender goes away becomes the exception that says so. */
final class BodyStream extends FilterInputStream {
    private static final Logger LOG = LoggerFactory.getLogger(BodyStream.class);
    private static final Duration SKIM = Duration.ofSeconds(3);

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

    /**
     * Reads on for a little after a refusal. A socket that is closed with bytes unread resets the connection, and the
     * sender, busy sending, would never see why it was refused.
     */
    static void skim(ServerRequest request) {
        boolean waits = request.headers().contains(HeaderNames.EXPECT); // sends only when told to go on
        if (waits) return;
        Connection.current().ifPresent(connection -> connection.skims(SKIM));
        long end = System.nanoTime() + SKIM.toNanos();
        byte[] chunk = new byte[64 << 10];
        try {
            InputStream in = request.content().inputStream();
            int n = 0;
            while (n >= 0 && System.nanoTime() < end) n = in.read(chunk);
        } catch (IOException | RuntimeException e) {
            LOG.debug("a refused body ended early: {}", e.toString());
        }
    }

    private static IOException ended(RuntimeException e) {
        return new IOException("it ended early", e);
    }
}
