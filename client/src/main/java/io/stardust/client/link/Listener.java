package io.stardust.client.link;

/** What a link tells its owner. All calls but {@link #text} come on the link's own thread; all must return soon. */
public interface Listener {
    /** A token is there; calls work from now on. Comes again after every new login. */
    default void loggedIn() {}

    /** The push socket is open: commands arrive at once. */
    default void connected() {}

    /** The push socket is gone; heartbeats carry the commands until it is back. */
    default void connectionLost(String reason) {}

    /** A heartbeat was answered. */
    default void heartbeat() {}

    /** A text that is neither a command nor a sign of life came by push. On the thread that reads the socket. */
    default void text(String text) {}

    /** A heartbeat was answered; {@code revision} is the newest of the desired state, 0 from servers without. */
    default void desiredRevision(long revision) {}

    /** A heartbeat was answered; every {@code seconds} the machine's clock is to be set by the server's, 0 = never. */
    default void clockPeriod(int seconds) {}

    /** The server sent us to {@code servers}, which let us in: they are in use from now on, also after a restart. */
    default void moved(String servers) {}
}
