package io.stardust.server.push;

import java.time.Duration;

/** One open connection, as a session uses it. {@link #send} and {@link #close} are called by one thread at a time. */
interface Line {
    /** Writes one text frame; blocks while the other side does not read, throws when it is gone. */
    void send(String text);

    /** Begins the closing handshake. */
    void close(String reason);

    /** Ends the connection now; frees a {@link #send} that blocks. Any thread. */
    void cut();

    /** Waits until the connection has ended; false when {@code limit} passed before. Any thread. */
    boolean awaitEnd(Duration limit) throws InterruptedException;
}
