package io.stardust.server.push;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The push channels: at most one per node code, a newer one replaces the older. Thread-safe; no call blocks on a
 * network.
 */
public final class NodeSessions implements AutoCloseable {
    /** Bytes of the largest frame: upstream's client reads one frame into a buffer of this size. */
    public static final int MAX_FRAME = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(NodeSessions.class);

    private final Map<String, PushSession> sessions = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears which nodes have a channel. */
    public interface Listener {
        /** A channel was opened. */
        void opened(String code);

        /** The channel has ended, which nobody here wanted, and there is no newer one. */
        void lost(String code);
    }

    /** Adds a listener; before the server serves. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** True when {@code code} has an open channel. */
    public boolean isOpen(String code) {
        return sessions.containsKey(code);
    }

    /** How many channels are open. */
    public int count() {
        return sessions.size();
    }

    /**
     * Queues {@code command} for {@code code}. False when there is no channel, it has just been cut, or the command is
     * larger than {@link #MAX_FRAME}; true is no proof that it arrived.
     */
    public boolean send(String code, CommandModel command) {
        @Nullable PushSession session = sessions.get(code);
        if (session == null) return false;
        String text = Json.WIRE.text(command);
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME) {
            LOG.warn("command {} is larger than a frame of {} bytes; not pushed", command.id(), MAX_FRAME);
            return false;
        }
        return session.offer(text);
    }

    /** Closes the channel of a code that may no longer be used. */
    public void close(String code) {
        @Nullable PushSession session = sessions.remove(code);
        if (session != null) session.close("not allowed any more");
    }

    PushSession open(String code, Line line) {
        var session = new PushSession(code, line);
        session.start();
        @Nullable PushSession older = sessions.put(code, session);
        if (older != null) older.close("a newer connection took over");
        for (Listener listener : listeners) listener.opened(code);
        return session;
    }

    void ended(String code, PushSession session) {
        boolean lost = sessions.remove(code, session);
        session.ended();
        if (lost) for (Listener listener : listeners) listener.lost(code);
    }

    /** Closes every channel, when the server stops. */
    @Override
    public void close() {
        for (String code : List.copyOf(sessions.keySet())) {
            @Nullable PushSession session = sessions.remove(code);
            if (session != null) session.close("the server stops");
        }
    }
}
