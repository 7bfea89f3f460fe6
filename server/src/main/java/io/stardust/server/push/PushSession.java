package io.stardust.server.push;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with its outgoing queue. Thread-safe. What is offered is written by one thread in order; a reader so
 * slow that the queue fills up is cut off, and comes back for the rest by its heartbeat.
 */
final class PushSession {
    private static final Logger LOG = LoggerFactory.getLogger(PushSession.class);
    static final int QUEUE = 256;
    private static final Duration GOOD_BYE = Duration.ofSeconds(5);

    private final String key;
    private final Line line;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
    private volatile @Nullable Thread sender;
    private volatile boolean closed;

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

    void start() {
        sender = PushThreads.start("push-" + key, this::loop);
    }

    /** Queues a frame; never blocks. False when the session is closed or was cut off because of a full queue. */
    boolean offer(String text) {
        if (closed) return false;
        if (queue.offer(new Message.Text(text))) return true;
        LOG.warn("{}: reads too slowly, {} messages wait; its push channel is cut", key, QUEUE);
        cut();
        return false;
    }

    /** Says good-bye behind what is queued; cuts the line when the other side takes no notice. */
    void close(String reason) {
        if (closed) return;
        closed = true;
        if (!queue.offer(new Message.Close(reason))) {
            cut();
            return;
        }
        PushThreads.start("push-end-" + key, () -> {
            if (!line.awaitEnd(GOOD_BYE)) cut();
        });
    }

    private void cut() {
        closed = true;
        line.cut();
        stop();
    }

    /** The connection is over. */
    void ended() {
        closed = true;
        stop();
    }

    private void stop() {
        Thread open = sender;
        if (open != null) open.interrupt();
    }

    private void loop() {
        try {
            while (true) {
                switch (queue.take()) {
                    case Message.Text(String text) -> line.send(text);
                    case Message.Close(String reason) -> {
                        line.close(reason);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.debug("{}: push channel lost: {}", key, e.toString());
            cut();
        }
    }
}
