package io.stardust.server.push;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Outage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The push channels of one face: at most one for each key (a node's code; an instance's {@code app@client}), a newer
 * one replaces the older. Thread-safe; no call blocks on a network.
 */
public final class PushSessions implements AutoCloseable {
    /** Bytes of the largest frame: upstream's client reads one frame into a buffer of this size. */
    public static final int MAX_FRAME = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PushSessions.class);

    private final Map<String, PushSession> sessions = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears who has a channel. */
    public interface Listener {
        /** A channel was opened. */
        void opened(String key);

        /** The channel has ended, which nobody here wanted, and there is no newer one. */
        void lost(String key);

        /** A sign of life came; on the thread that reads this channel. */
        default void alive(String key) {}

        /** A text frame came that is no sign of life; on the thread that reads this channel. */
        default void text(String key, String text) {}
    }

    /** Adds a listener; before the server serves. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** True when {@code key} has an open channel. */
    public boolean isOpen(String key) {
        return sessions.containsKey(key);
    }

    /** How many channels are open. */
    public int count() {
        return sessions.size();
    }

    /**
     * Queues {@code command} for {@code key}. False when there is no channel, it has just been cut, or the command is
     * larger than {@link #MAX_FRAME}; true is no proof that it arrived.
     */
    public boolean send(String key, CommandModel command) {
        @Nullable PushSession session = sessions.get(key);
        if (session == null) return false;
        String text = Json.WIRE.text(command);
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME) {
            LOG.warn("command {} is larger than a frame of {} bytes; not pushed", command.id(), MAX_FRAME);
            return false;
        }
        return session.offer(text);
    }

    /** Queues {@code frame}, of at most {@link #MAX_FRAME} bytes, for {@code key}; false as {@link #send}. */
    public boolean offer(String key, String frame) {
        @Nullable PushSession session = sessions.get(key);
        return session != null && session.offer(frame);
    }

    void alive(String key) {
        for (Listener listener : listeners) listener.alive(key);
    }

    void received(String key, String text) {
        for (Listener listener : listeners) listener.text(key, text);
    }

    /** Closes the channel of a key that may no longer be used. */
    public void close(String key) {
        @Nullable PushSession session = sessions.remove(key);
        if (session != null) session.close("not allowed any more");
    }

    PushSession open(String key, Line line) {
        var session = new PushSession(key, line);
        @Nullable PushSession older = sessions.put(key, session);
        if (older != null) older.close("a newer connection took over");
        tell(listener -> listener.opened(key));
        return session;
    }

    void ended(String key, PushSession session) {
        boolean lost = sessions.remove(key, session);
        session.ended();
        if (lost) tell(listener -> listener.lost(key));
    }

    /** Who cannot take note because the database is away learns of it by the silence, as after a lost connection. */
    private void tell(Consumer<Listener> news) {
        for (Listener listener : listeners) {
            try {
                news.accept(listener);
            } catch (DbException e) {
                Outage.logged(e);
            }
        }
    }

    /** Closes every channel, when the server stops. */
    @Override
    public void close() {
        for (String key : List.copyOf(sessions.keySet())) {
            @Nullable PushSession session = sessions.remove(key);
            if (session != null) session.close("the server stops");
        }
    }
}
