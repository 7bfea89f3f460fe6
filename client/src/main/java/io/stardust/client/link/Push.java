package io.stardust.client.link;

import io.stardust.protocol.ConnectionFailure;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.loop.Chore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one push socket open to the server in use. {@link #tend} and {@link #close} belong to the link's thread; a
 * reading thread lives as long as each socket.
 */
final class Push {
    private final Wire wire;
    private final Session session;
    private final String userAgent;
    private final Pace pace;
    private final RandomGenerator random;
    private final Listener listener;
    private final Consumer<CommandModel> commands;
    private final Runnable bell;

    private @Nullable PushSocket socket; // guarded by this
    private @Nullable String lost; // why the last one ended, until told; guarded by this
    private URI server;
    private int failures;
    private long nextAttempt = System.nanoTime();
    private long nextKeepAlive;

    /** {@code bell} wakes the link's thread. */
    Push(Parts parts, Wire wire, Session session, Consumer<CommandModel> commands, Runnable bell) {
        this.wire = wire;
        this.session = session;
        this.userAgent = parts.settings.userAgent();
        this.pace = parts.settings.pace();
        this.random = parts.random;
        this.listener = parts.listener;
        this.commands = commands;
        this.bell = bell;
        this.server = wire.servers().current();
    }

    /** What comes from outside. */
    record Parts(LinkSettings settings, Listener listener, RandomGenerator random) {}

    synchronized boolean isOpen() {
        return socket != null;
    }

    /** Opens the socket if it should be open, says {@code Ping} when it is time; returns ns until it wants to again. */
    long tend() {
        tellLoss();
        PushSocket open = current();
        if (open != null && !server.equals(wire.servers().current())) {
            open.close(); // calls go to another server now; its session there is the one that counts
            ended(open, "moving to " + wire.servers().current());
            tellLoss();
            open = null;
            nextAttempt = System.nanoTime();
        }
        if (open != null && System.nanoTime() - nextKeepAlive >= 0) keepAlive(open);
        if (open == null && System.nanoTime() - nextAttempt >= 0) attempt();
        return Math.max(0, (isOpen() ? nextKeepAlive : nextAttempt) - System.nanoTime());
    }

    private synchronized @Nullable PushSocket current() {
        return socket;
    }

    private void tellLoss() {
        String reason;
        synchronized (this) {
            reason = lost;
            lost = null;
        }
        if (reason == null) return;
        Link.LOG.log(Level.INFO, "push socket to " + server + " lost: " + reason);
        nextAttempt = System.nanoTime() + pace.reconnect().after(1, random).toNanos();
        listener.connectionLost(reason);
    }

    private void keepAlive(PushSocket open) {
        nextKeepAlive = System.nanoTime() + pace.keepAlive().toNanos();
        try {
            open.text("Ping");
        } catch (IOException e) {
            open.close(); // its reader tells why it ended
        }
    }

    /** Sends a text frame; false when there is no socket. Any thread. */
    boolean say(String text) {
        PushSocket open = current();
        if (open == null) return false;
        try {
            open.text(text);
            return true;
        } catch (IOException e) {
            Link.LOG.log(Level.DEBUG, "not said over the push socket: " + e.getMessage());
            return false; // its reader tells why it ended
        }
    }

    private void attempt() {
        String token = wire.token();
        if (token == null) return;
        server = wire.servers().current();
        Duration silence = pace.keepAlive().multipliedBy(3);
        try {
            PushSocket opened = open(token, silence);
            synchronized (this) {
                socket = opened;
            }
            failures = 0;
            nextKeepAlive = System.nanoTime() + pace.keepAlive().toNanos();
            Chore.start("link-read", () -> read(opened));
            Link.LOG.log(Level.INFO, "push socket to " + server + " open");
            listener.connected();
        } catch (PushSocket.Refusal e) {
            if (e.isAboutToken() && failures % 10 == 0)
                session.forget(token); // not each time: it may mean something else
            failed(e, pace.login()); // it is there, and has its reasons
        } catch (IOException e) {
            wire.servers().failed(server);
            failed(e, pace.reconnect());
        }
    }

    private PushSocket open(String token, Duration silence) throws IOException {
        try {
            return PushSocket.open(server, session.path("Notify"), token, userAgent, silence);
        } catch (PushSocket.Refusal e) {
            throw e;
        } catch (IOException e) {
            throw ConnectionFailure.of(server, e);
        }
    }

    private void failed(IOException e, Backoff waits) {
        Level level = failures++ == 0 ? Level.INFO : Level.DEBUG;
        Link.LOG.log(level, "push socket to " + server + " not open: " + e.getMessage());
        nextAttempt = System.nanoTime() + waits.after(failures, random).toNanos();
    }

    /** Whatever ends the reading, the socket counts as lost and another is opened. */
    private void read(PushSocket opened) {
        String reason = "its reader failed";
        try {
            reason = opened.read(text -> receive(opened, text));
        } finally {
            ended(opened, reason);
        }
    }

    private void receive(PushSocket from, String text) {
        if (text.startsWith("{")) {
            try {
                commands.accept(Json.WIRE.read(text, CommandModel.class));
            } catch (Json.BadJson e) {
                Link.LOG.log(Level.WARNING, "a push that is no command: " + e.getMessage());
            } catch (RuntimeException e) { // one bad push must not cost the socket
                Link.LOG.log(Level.ERROR, "a push could not be taken", e);
            }
        } else if (text.equals("Ping")) {
            try {
                from.text("Pong");
            } catch (IOException e) {
                Link.LOG.log(Level.DEBUG, "no Pong could be sent: " + e.getMessage());
            }
        } else if (!text.equals("Pong")) {
            try {
                listener.text(text);
            } catch (RuntimeException e) { // as above
                Link.LOG.log(Level.ERROR, "a pushed text could not be taken", e);
            }
        }
    }

    private void ended(PushSocket which, String reason) {
        synchronized (this) {
            if (socket != which) return;
            socket = null;
            lost = reason;
        }
        bell.run();
    }

    /** Closes the socket, if one is open; the next {@link #tend} may open another at once. */
    void close(String reason) {
        PushSocket open = current();
        if (open == null) return;
        open.close();
        ended(open, reason);
        tellLoss();
        nextAttempt = System.nanoTime();
    }
}
