package io.stardust.server.push;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its outgoing queue. Thread-safe. What is offered is written in order by one thread at a time,
 * which lives while there is something to write: of thousands of channels nearly all are idle, and an idle one has
 * neither a thread nor a queue. A reader so slow that the queue fills up is cut off, and comes back for the rest by its
 * heartbeat.
 */
final class PushSession {
    private static final Logger LOG = LoggerFactory.getLogger(PushSession.class);
    static final int QUEUE = 256;
    private static final Duration GOOD_BYE = Duration.ofSeconds(5);

    private final String key;
    private final Line line;
    // guarded by this
    private @Nullable ArrayDeque<Message> queue; // null: nothing waits
    private @Nullable Thread sender; // null: nothing is written
    private boolean closed;

    private sealed interface Message {
        record Text(String text) implements Message {}

        record Close(String reason) implements Message {}
    }

    PushSession(String key, Line line) {
        this.key = key;
        this.line = line;
    }

    String key() {
        return key;
    }

    /** Queues a frame; never blocks. False when the session is closed or was cut off because of a full queue. */
    boolean offer(String text) {
        synchronized (this) {
            if (closed) return false;
            if (add(new Message.Text(text))) return true;
        }
        LOG.warn("{}: reads too slowly, {} messages wait; its push channel is cut", key, QUEUE);
        cut();
        return false;
    }

    /** Says good-bye behind what is queued; cuts the line when the other side takes no notice. */
    void close(String reason) {
        boolean queued;
        synchronized (this) {
            if (closed) return;
            closed = true;
            queued = add(new Message.Close(reason));
        }
        if (!queued) {
            cut();
            return;
        }
        PushThreads.start("push-end-" + key, () -> {
            if (!line.awaitEnd(GOOD_BYE)) cut();
        });
    }

    private synchronized boolean add(Message message) {
        ArrayDeque<Message> waiting = queue == null ? new ArrayDeque<>(2) : queue;
        if (waiting.size() >= QUEUE) return false;
        waiting.add(message);
        queue = waiting;
        if (sender == null) sender = PushThreads.start("push-" + key, this::send);
        return true;
    }

    private synchronized @Nullable Message next() {
        @Nullable Message next = queue == null ? null : queue.poll();
        if (next != null) return next;
        queue = null;
        sender = null;
        return null;
    }

    private void cut() {
        line.cut();
        ended();
    }

    /** The connection is over. */
    synchronized void ended() {
        closed = true;
        if (queue != null) queue.clear();
        if (sender != null) sender.interrupt();
    }

    private void send() {
        try {
            for (@Nullable Message next = next(); next != null; next = next()) {
                switch (next) {
                    case Message.Text(String text) -> line.send(text);
                    case Message.Close(String reason) -> line.close(reason);
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("{}: push channel lost: {}", key, e.toString());
            cut();
        }
    }
}
