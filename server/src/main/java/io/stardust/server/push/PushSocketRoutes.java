package io.stardust.server.push;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import io.stardust.protocol.Envelope;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Outage;
import io.stardust.server.http.Connections;
import io.stardust.server.http.Networks;
import io.stardust.server.http.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /Node/Notify}, {@code GET /App/Notify}: turns WebSockets into sessions. Upstream refuses a bad token with
 * HTTP 200 and an envelope; the upgrade here can only fail with HTTP 400, which its client takes alike: no channel, try
 * again at the next heartbeat.
 */
public final class PushSocketRoutes {
    private final List<String> paths;
    private final PushSessions sessions;
    private final Door door;
    private final Supplier<Networks> proxies;

    /**
     * @param face {@code Node} or {@code App}
     * @param proxies whose word about where a channel comes from is taken; each asks
     */
    public PushSocketRoutes(String face, PushSessions sessions, Door door, Supplier<Networks> proxies) {
        String path = "/" + face + "/Notify";
        this.paths = List.of(path, path.toLowerCase(Locale.ROOT));
        this.sessions = sessions;
        this.door = door;
        this.proxies = proxies;
    }

    /** Tells whose token it is. */
    @FunctionalInterface
    public interface Door {
        /**
         * Returns its owner's key; the channel comes from {@code address}.
         *
         * @throws Envelope.Refused if the token does not hold
         */
        String key(@Nullable String token, String address);
    }

    /** Adds the sockets. */
    public void register(WsRouting.Builder sockets) {
        for (String path : paths) sockets.endpoint(path, Connection::new);
    }

    /** Answers those who come without an upgrade. */
    public void register(HttpRouting.Builder routing) {
        for (String path : paths) {
            routing.any(
                    path,
                    (_, response) -> response.status(Status.BAD_REQUEST_400)
                            .header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                            .send(Envelope.failure(Envelope.BAD_REQUEST, "expected: a WebSocket upgrade")));
        }
    }

    private static @Nullable String token(HttpPrologue prologue, Headers headers) {
        for (String key : prologue.query().names()) {
            if (key.equalsIgnoreCase("Token")) return prologue.query().get(key);
        }
        String value = headers.first(HeaderNames.AUTHORIZATION).orElse("").trim();
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).trim()
                : value;
    }

    /** One connection, from the upgrade to its end. The web server calls it on one thread. */
    private final class Connection implements WsListener {
        private @Nullable String key;
        private @Nullable PushSession session;

        @Override
        public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) throws WsUpgradeException {
            try {
                key = door.key(token(prologue, headers), Origin.ofSocket(headers, proxies.get()));
                return Optional.empty();
            } catch (Envelope.Refused e) {
                throw new WsUpgradeException(String.valueOf(e.getMessage()));
            } catch (DbException e) {
                Outage.logged(e);
                throw new WsUpgradeException("the database is not available; try again");
            }
        }

        @Override
        public void onOpen(WsSession socket) {
            String opened = java.util.Objects.requireNonNull(key, "opened before the upgrade");
            var line = new HelidonLine(socket, Thread.currentThread());
            PushSession made = sessions.open(opened, line);
            session = made;
            // the web server does not tell when a peer is just gone, but its connection then ends
            Connections.atEndOfThis(
                    () -> PushThreads.start("push-ended-" + opened, () -> sessions.ended(opened, made)));
        }

        @Override
        public void onMessage(WsSession socket, String text, boolean last) {
            if (session == null || !last) return;
            if (text.equals("Ping")) {
                session.offer("Pong");
                sessions.alive(session.key());
            } else {
                sessions.received(session.key(), text);
            }
        }
    }

    /**
     * A socket of the web server, whose {@code send} may be called by one thread at a time. Its connection lives as
     * long as the virtual thread that reads it; interrupting that thread closes the socket, which also frees a blocked
     * write.
     */
    private record HelidonLine(WsSession socket, Thread reader) implements Line {
        private static final int NORMAL = 1000;

        @Override
        public void send(String text) {
            socket.send(text, true);
        }

        @Override
        public void close(String reason) {
            socket.close(NORMAL, reason);
        }

        @Override
        public void cut() {
            reader.interrupt();
        }

        @Override
        public boolean awaitEnd(Duration limit) throws InterruptedException {
            return reader.join(limit);
        }
    }
}
