package io.stardust.protocol.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final BlockingQueue<String> asked = new ArrayBlockingQueue<>(10);
    private final BlockingQueue<String> done = new ArrayBlockingQueue<>(10);

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "checked", "interrupt"})
    void run_goesOnWithTheNext_whenOneFails(String kind) throws InterruptedException {
        try (Loop loop = Loop.of("planted", asked::take, this::work).start()) {
            asked.add(kind);
            asked.add("next");

            assertThat(done.poll(60, TimeUnit.SECONDS)).isEqualTo("next");
            assertThat(loop.state().bad()).isFalse();
        }
    }

    private void work(String item) throws Exception {
        switch (item) {
            case "exception" -> throw new IllegalStateException("planted");
            case "error" -> throw new StackOverflowError("planted");
            case "checked" -> throw new java.io.IOException("planted");
            case "interrupt" -> Thread.currentThread().interrupt(); // of nobody who wants it to end
            default -> done.add(item);
        }
    }

    @Test
    void run_goesOn_whenTheSourceFails() throws InterruptedException {
        var times = new AtomicLong();
        Loop.Source<String> source = () -> {
            if (times.incrementAndGet() == 1) throw new IllegalStateException("planted");
            return asked.take();
        };
        try (Loop loop = Loop.of("planted", source, this::work).start()) {
            asked.add("next");

            assertThat(done.poll(60, TimeUnit.SECONDS)).isEqualTo("next");
            assertThat(loop.state().bad()).isFalse();
        }
    }

    @Test
    void state_tellsTheFailures_untilOneSucceeds() throws InterruptedException {
        var failed = new CountDownLatch(2);
        var right = new CountDownLatch(1);
        Loop.Work<String> work = item -> {
            if (right.getCount() == 0) {
                done.offer(item); // it comes again and again
                return;
            }
            failed.countDown();
            throw new IllegalStateException("planted");
        };
        try (Loop loop = Loop.of("planted", () -> "again", work).start()) {
            assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.state().failures()).isPositive();
            assertThat(loop.state().failure()).contains("planted");

            right.countDown();
            done.take();
            done.take(); // the one before was counted

            assertThat(loop.state().failures()).isZero();
            done.clear();
        }
    }

    @Test
    void state_isStuck_whenOnePieceTakesLongerThanTheLimit() throws InterruptedException {
        var now = new AtomicLong();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Loop.Work<String> work = item -> {
            begun.countDown();
            end.await();
        };
        var heart = new Heartbeat("slow", LONG, now::get);
        try (Loop loop = Loop.of(heart, asked::take, work, () -> {}).start()) {
            now.addAndGet(LONG.toNanos() * 10);
            assertThat(loop.state().bad()).as("rest, however long").isFalse();

            asked.add("item");
            begun.await();
            assertThat(loop.state().state()).isEqualTo(LoopState.BUSY);
            now.addAndGet(LONG.toNanos());

            assertThat(loop.state().words()).isEqualTo("slow: stuck for 60 s");
            loop.beat();
            assertThat(loop.state().state()).as("it said that it goes on").isEqualTo(LoopState.BUSY);
            end.countDown();
        }
    }

    @Test
    void close_endsIt_whateverItDoes() {
        var ended = new CountDownLatch(1);
        Loop loop = Loop.of(new Heartbeat("rests", LONG), asked::take, this::work, ended::countDown)
                .start();

        loop.close();
        loop.join(LONG);

        assertThat(ended.getCount()).isZero();
        assertThat(loop.state().state()).isEqualTo(LoopState.ENDED);
    }

    @Test
    void every_goesOn_whenARoundFails() throws InterruptedException {
        var rounds = new CountDownLatch(3);
        Loop.Round round = () -> {
            rounds.countDown();
            throw new IllegalStateException("planted");
        };
        try (Loop loop = Loop.every("round", Duration.ofMillis(1), round).start()) {
            assertThat(rounds.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.state().failures()).isPositive();
        }
    }
}
