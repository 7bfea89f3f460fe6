package io.stardust.server.push;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Push channels without a network. */
public final class FakeLines {
    private FakeLines() {}

    /** Opens a channel for {@code code}; what is pushed arrives in the queue. */
    public static BlockingQueue<String> open(PushSessions sessions, String code) {
        var line = new Fake();
        sessions.open(code, line);
        return line.sent;
    }

    /** The other side says something over its channel. */
    public static void say(PushSessions sessions, String code, String text) {
        sessions.received(code, text);
    }

    static final class Fake implements Line {
        final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public void close(String reason) {
            end.countDown();
        }

        @Override
        public void cut() {
            end.countDown();
        }

        @Override
        public boolean awaitEnd(Duration limit) throws InterruptedException {
            return end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
