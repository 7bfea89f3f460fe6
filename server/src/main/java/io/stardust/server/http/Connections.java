package io.stardust.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.stardust.protocol.loop.Loop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Takes every connection: HTTP/1.1 as the web framework reads it, with small pieces and deadlines around what it reads.
 * Thread-safe.
 */
public final class Connections implements ServerConnectionSelector, AutoCloseable {
    /** Of a head; what browsers and proxies send is below. */
    private static final int MAX_HEAD = 8 << 10;

    private static final int MAX_FIRST_LINE = 4 << 10;

    /** How long a sender may be silent within a body. */
    private static final Duration STALL = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Http1ConnectionSelector http;
    private final Supplier<Patience> patience;
    private final Handshakes handshakes = new Handshakes();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Loop watch = Loop.every("connections", LOOK, this::closeLate);

    /**
     * How long others may keep us waiting.
     *
     * @param head within which a request's head must come, and before it a TLS handshake
     * @param body within which a body must come that is kept in memory
     */
    public record Patience(Duration head, Duration body) {}

    /**
     * @param sockets upgrades to WebSockets
     * @param patience with connections that are open and such as are to come
     */
    public Connections(Http1Upgrader sockets, Supplier<Patience> patience) {
        var config = Http1Config.builder()
                .maxHeadersSize(MAX_HEAD)
                .maxPrologueLength(MAX_FIRST_LINE)
                .addReceiveListener(new Heads())
                .buildPrototype();
        this.http = Http1ConnectionSelector.builder()
                .config(config)
                .addUpgrader(sockets)
                .build();
        this.patience = patience;
    }

    /**
     * Does {@code work} when the connection that this thread serves is over, on its thread, which may be interrupted;
     * in the place of what it was to do before.
     */
    public static void atEndOfThis(Runnable work) {
        Connection.current().orElseThrow().atEnd(work);
    }

    /** To be set on every socket that is accepted: so it is known before the framework hands it on. */
    public SocketOptions accepted() {
        return handshakes;
    }

    /** Begins to close what is late. */
    public void start() {
        watch.start();
    }

    @Override
    public ServerConnection connection(ConnectionContext socket) {
        handshakes.ended(socket.remotePeer().address());
        Connection[] made = new Connection[1];
        made[0] = new Connection(socket, http::connection, () -> open.remove(made[0]));
        open.add(made[0]);
        return made[0];
    }

    /** The thread that works here. */
    public Loop loop() {
        return watch;
    }

    private void closeLate() {
        long now = System.nanoTime();
        Patience most = patience.get();
        var deadlines = new Connection.Deadlines(most.head(), most.body(), STALL);
        open.forEach(connection -> connection.endWhenLate(now, deadlines));
        handshakes.closeLate(now, most.head());
    }

    @Override
    public void close() {
        watch.close();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    /** Tells a connection that a head of its own is complete. */
    private static final class Heads implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext ctx, Headers headers) {
            boolean inChunks = headers.contains(HeaderNames.TRANSFER_ENCODING);
            Connection.current().ifPresent(connection -> connection.headEnded(inChunks));
        }
    }
}
