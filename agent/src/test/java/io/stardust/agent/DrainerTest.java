package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.Traffic.Left;
import io.stardust.agent.supervise.Traffic.Stop;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.DrainState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DrainerTest {
    static final Drainer.Rhythm QUICK = new Drainer.Rhythm(
            Duration.ofMillis(500),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(300),
            Duration.ofMillis(400));

    private static final DrainQuery QUERY = new DrainQuery(7, "r1", 1_000, null);
    private static final long LONG = 60_000;

    private final AtomicInteger asked = new AtomicInteger();
    private final List<Duration> led = new CopyOnWriteArrayList<>();

    private static DrainState state(int waiting, int calls, long left) {
        List<String> silent = waiting == 0 ? List.of() : List.of("web@10.0.0.1@5");
        return new DrainState(1, waiting, silent, calls, left);
    }

    private Stop stop(BooleanSupplier ended) {
        return new Stop(true, Duration.ofSeconds(1), ended, led::add, null);
    }

    private Left await(Drainer.Door door) throws InterruptedException {
        return await(door, 5);
    }

    private Left await(Drainer.Door door, int connections) throws InterruptedException {
        return new Drainer(door, QUICK).await(QUERY, stop(() -> false), () -> connections);
    }

    @Test
    void await_returns_whenEverybodyKnowsAndNoCallIsUnderWay() throws Exception {
        Left left = await(query -> {
            assertThat(query).isEqualTo(QUERY);
            int turn = asked.incrementAndGet();
            return state(turn < 3 ? 2 : 0, turn < 6 ? 4 : 0, LONG);
        });

        assertThat(left).isEqualTo(Left.CLEAN);
        assertThat(asked.get()).isGreaterThanOrEqualTo(6);
        assertThat(led).containsExactly(Duration.ofMillis(LONG));
    }

    @Test
    void await_namesWhoIsLeft_whenTheTimeIsOver() throws Exception {
        Left left = await(query -> state(3, 2, 100));

        assertThat(left).isEqualTo(new Left(List.of("web@10.0.0.1@5"), 3, 2));
    }

    @Test
    void await_returnsAtOnce_whenNothingIsOfferedOrTheServerKnowsNothingOfIt() throws Exception {
        assertThat(await(query -> DrainState.NOTHING)).isEqualTo(Left.CLEAN);
        assertThat(led).isEmpty();
        assertThat(await(query -> {
                    throw new IOException("404");
                }))
                .isEqualTo(Left.CLEAN);
    }

    @Test
    void await_returns_whenTheServerDoesNotAnswer() throws Exception {
        var never = new CountDownLatch(1);
        long from = System.nanoTime();

        Left left = await(query -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return state(1, 0, LONG);
        });

        assertThat(left).isEqualTo(Left.CLEAN);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void await_givesTheServerUp_whenItIsKilledMeanwhile() throws Exception {
        Left left = await(query -> {
            if (asked.incrementAndGet() > 3) throw new IOException("away");
            return state(1, 0, LONG);
        });

        assertThat(left.waiting()).isEqualTo(1);
    }

    @Test
    void await_goesOn_whenTheServerIsBackSoon() throws Exception {
        Left left = await(query -> {
            int turn = asked.incrementAndGet();
            if (turn > 3 && turn < 8) throw new IOException("away");
            return state(turn < 20 ? 1 : 0, 0, LONG);
        });

        assertThat(left).isEqualTo(Left.CLEAN);
        assertThat(asked.get()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void await_returns_whenTheProcessDies() throws Exception {
        Left left = new Drainer(query -> state(1, 1, LONG), QUICK)
                .await(QUERY, stop(() -> asked.incrementAndGet() > 2), () -> 1);

        assertThat(left).isEqualTo(Left.CLEAN);
    }

    @Test
    void await_looksAtConnections_whenNobodyTellsTheCallsUnderWay() throws Exception {
        var open = new AtomicInteger(4);
        Left left = new Drainer(query -> state(0, DrainState.UNKNOWN, LONG), QUICK)
                .await(QUERY, stop(() -> false), open::decrementAndGet);

        assertThat(left).isEqualTo(Left.CLEAN);
        assertThat(open.get()).isZero();
    }

    @Test
    void await_doesNotWaitForConnectionsThatStayOpen() throws Exception {
        long from = System.nanoTime();

        Left left = await(query -> state(0, DrainState.UNKNOWN, LONG), 3);

        assertThat(left).isEqualTo(Left.CLEAN);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(QUICK.quiet(), Duration.ofSeconds(20));
    }
}
