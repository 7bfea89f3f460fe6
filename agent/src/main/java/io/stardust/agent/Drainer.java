package io.stardust.agent;

import io.stardust.agent.supervise.Traffic.Left;
import io.stardust.agent.supervise.Traffic.Stop;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.DrainState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, before a process is stopped, until nobody calls it any more: asks the server again and again how far that is.
 * However the server fares, it takes no longer than the first answer said. Thread-safe.
 */
final class Drainer {
    private static final Logger LOG = LoggerFactory.getLogger(Drainer.class);
    private static final Duration LOOK = Duration.ofMillis(100); // whether the process has died, and at its connections

    private final Door door;
    private final Rhythm rhythm;

    /** Asks the server. */
    interface Door {
        /** Tells how far it is. */
        DrainState drain(DrainQuery query) throws IOException;
    }

    /**
     * How long is waited for what.
     *
     * @param first for the first answer; without one the process is stopped at once
     * @param pause between two questions
     * @param settle after the last acknowledgement, for calls on their way
     * @param quiet after it at most, when nobody tells the calls under way and connections stay open
     * @param away for a server that answers no more
     */
    record Rhythm(Duration first, Duration pause, Duration settle, Duration quiet, Duration away) {
        static final Rhythm USUAL = new Rhythm(
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5));
    }

    Drainer(Door door, Rhythm rhythm) {
        this.door = door;
        this.rhythm = rhythm;
    }

    /**
     * Returns when nobody calls the process any more, or the time for it is over.
     *
     * @param connections how many are open to it; negative: unknown
     */
    Left await(DrainQuery query, Stop stop, IntSupplier connections) throws InterruptedException {
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        var over = new AtomicBoolean();
        Thread asking = Chore.start("drain", () -> {
            while (!over.get()) {
                answers.add(new Answer(answer(query)));
                TimeUnit.MILLISECONDS.sleep(rhythm.pause.toMillis());
            }
        });
        try {
            return new Wait(stop, connections).until(answers);
        } finally {
            over.set(true);
            asking.interrupt();
        }
    }

    private @Nullable DrainState answer(DrainQuery query) {
        try {
            return door.drain(query);
        } catch (IOException | RuntimeException e) { // of a server before this, or none
            LOG.debug("placement {}: how far it is drained is not known: {}", query.placementId(), e.getMessage());
            return null;
        }
    }

    /** What a question brought; null: nothing. */
    private record Answer(@Nullable DrainState state) {}

    /** One wait. Of one thread. */
    private final class Wait {
        private final Stop stop;
        private final IntSupplier connections;
        private final long began = System.nanoTime();
        private long acknowledged; // since when nobody is waited for
        private boolean isAcknowledged;

        Wait(Stop stop, IntSupplier connections) {
            this.stop = stop;
            this.connections = connections;
        }

        Left until(BlockingQueue<Answer> answers) throws InterruptedException {
            DrainState state = next(answers, rhythm.first);
            if (state == null) return Left.CLEAN;
            long limit = began + TimeUnit.MILLISECONDS.toNanos(state.left());
            long heard = System.nanoTime();
            if (state.providers() > 0) stop.led().accept(Duration.ofMillis(state.left()));
            while (state.providers() > 0 && !stop.ended().getAsBoolean()) {
                long now = System.nanoTime();
                if (isQuiet(state, now)) return Left.CLEAN;
                if (now - limit >= 0 || now - heard >= rhythm.away.toNanos()) return left(state);
                DrainState next = next(answers, LOOK);
                if (next == null) continue;
                state = next;
                heard = System.nanoTime();
            }
            return Left.CLEAN;
        }

        private static @Nullable DrainState next(BlockingQueue<Answer> answers, Duration limit)
                throws InterruptedException {
            Answer next = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? null : next.state;
        }

        private boolean isQuiet(DrainState state, long now) {
            if (state.waiting() == 0 && !isAcknowledged) acknowledged = now;
            isAcknowledged = state.waiting() == 0;
            if (!isAcknowledged || now - acknowledged < rhythm.settle.toNanos()) return false;
            if (state.calls() >= 0) return state.calls() == 0;
            return now - acknowledged >= rhythm.quiet.toNanos() || connections.getAsInt() == 0;
        }

        private static Left left(DrainState state) {
            return new Left(state.silent(), state.waiting(), Math.max(0, state.calls()));
        }
    }
}
