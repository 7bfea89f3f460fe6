package io.stardust.client.link;

import io.avaje.jsonb.JsonType;
import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Replies on their way to the server, in order. Adding never waits for the network, so that whoever reads the socket
 * goes on reading; the link's thread sends. Bounded: the oldest go first. Thread-safe.
 */
final class Replies {
    private static final int MAX_KEPT = 256;

    /** Of all together; one may hold 64 KB of output. */
    private static final int MAX_CHARS = 1 << 20;

    private static final JsonType<Object> ANSWER = Json.WIRE.type(Object.class);

    private final Session session;
    private final CommandLog log;
    private final Runnable bell;
    private final Deque<CommandReplyModel> kept = new ArrayDeque<>(); // guarded by this
    private int chars; // of all that is kept; guarded by this

    /** {@code bell} wakes the thread that sends. */
    Replies(Session session, CommandLog log, Runnable bell) {
        this.session = session;
        this.log = log;
        this.bell = bell;
    }

    /** Queues {@code reply}; returns at once. */
    void send(CommandReplyModel reply) {
        synchronized (this) {
            kept.addLast(reply);
            chars += size(reply);
            while (kept.size() > MAX_KEPT || (chars > MAX_CHARS && kept.size() > 1)) {
                CommandReplyModel dropped = kept.removeFirst();
                chars -= size(dropped);
                Link.LOG.log(Level.WARNING, "reply to command " + dropped.id() + " dropped: too many others wait");
            }
        }
        bell.run();
    }

    private static int size(CommandReplyModel reply) {
        return reply.data() == null ? 0 : reply.data().length();
    }

    /** Sends what waits; returns whether nothing is left. For one thread. */
    boolean flush() {
        for (CommandReplyModel reply = first(); reply != null; reply = first()) {
            try {
                session.call(Request.post(session.path("CommandReply"), reply), ANSWER);
            } catch (IOException e) {
                Link.LOG.log(Level.DEBUG, "reply to command " + reply.id() + " waits: " + e.getMessage());
                return false;
            } catch (Envelope.Refused e) {
                if (e.code() == Envelope.UNAUTHORIZED) return false;
                Link.LOG.log(Level.WARNING, "reply to command " + reply.id() + " refused: " + e.getMessage());
            }
            told(reply);
        }
        return true;
    }

    private synchronized @Nullable CommandReplyModel first() {
        return kept.peekFirst();
    }

    private void told(CommandReplyModel reply) {
        synchronized (this) {
            if (reply.equals(kept.peekFirst())) {
                kept.removeFirst();
                chars -= size(reply);
            }
        }
        if (reply.status() >= CommandStatus.DONE) log.answered(reply.id());
    }
}
