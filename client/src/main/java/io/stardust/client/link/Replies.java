package io.stardust.client.link;

import io.avaje.jsonb.JsonType;
import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandReplyModel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sends replies at once, in the thread that has one; keeps those that could not be sent for a later try. Thread-safe.
 * Replies of one command stay in order, since the later ones queue behind a kept one.
 */
final class Replies {
    /** A reply may hold 64 KB of output. */
    private static final int MAX_KEPT = 64;

    private static final JsonType<Object> ANSWER = Json.WIRE.type(Object.class);

    private final Session session;
    private final Deque<CommandReplyModel> kept = new ArrayDeque<>();

    Replies(Session session) {
        this.session = session;
    }

    /** Sends {@code reply} or keeps it; returns whether everything is sent. */
    synchronized boolean send(CommandReplyModel reply) {
        if (kept.size() >= MAX_KEPT) {
            CommandReplyModel dropped = kept.removeFirst();
            Link.LOG.log(Level.WARNING, "reply to command {0} dropped: {1} others wait", dropped.id(), MAX_KEPT);
        }
        kept.addLast(reply);
        return flush();
    }

    /** Sends what was kept; returns whether nothing is left. */
    synchronized boolean flush() {
        while (!kept.isEmpty()) {
            CommandReplyModel reply = kept.getFirst();
            try {
                session.call(Request.post(session.path("CommandReply"), reply), ANSWER);
            } catch (IOException e) {
                Link.LOG.log(Level.DEBUG, "reply to command {0} waits: {1}", reply.id(), e.getMessage());
                return false;
            } catch (Envelope.Refused e) {
                if (e.code() == Envelope.UNAUTHORIZED) return false;
                Link.LOG.log(Level.WARNING, "reply to command {0} refused: {1}", reply.id(), e.getMessage());
            }
            kept.removeFirst();
        }
        return true;
    }
}
