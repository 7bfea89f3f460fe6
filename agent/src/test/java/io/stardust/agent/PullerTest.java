package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullerTest {
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<List<DeployInfo>> taken = new CopyOnWriteArrayList<>();
    private volatile long revision = 5;
    private volatile int failures;
    private final Puller puller = new Puller(this::fetch, taken::add);

    private List<DeployInfo> fetch() throws IOException {
        if (fetches.incrementAndGet() <= failures) throw new IOException("connection refused");
        return List.of(Json.WIRE.read("{\"Id\":1,\"Revision\":" + revision + "}", DeployInfo.class));
    }

    @AfterEach
    void close() {
        puller.close();
    }

    @Test
    void now_isTakenIn_whenItReturns() throws Exception {
        puller.now();

        assertThat(taken).hasSize(1);
    }

    @Test
    void now_throws_whenTheServerIsAway() {
        failures = 1;

        assertThatThrownBy(puller::now).isInstanceOf(IOException.class);
    }

    @Test
    void heartbeat_pulls_whenTheServerHasANewerRevision() {
        puller.start();
        puller.soon();
        Awaits.until("first", () -> taken.size() == 1);

        puller.heartbeat(5);
        revision = 6;
        puller.heartbeat(6);
        Awaits.until("second", () -> taken.size() == 2);

        puller.heartbeat(6);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void heartbeat_pullsOnce_whenNoEntryHasTheNewestRevision() {
        puller.start();

        puller.heartbeat(9); // the newest change removed its entry
        Awaits.until("pulled", () -> taken.size() == 1);
        puller.heartbeat(9);
        puller.heartbeat(9);

        assertThat(fetches).hasValue(1);
    }

    @Test
    void heartbeat_pullsEveryTenthTime_anyway() {
        puller.start();

        for (int i = 0; i < 9; i++) puller.heartbeat(0);
        assertThat(fetches).hasValue(0);
        puller.heartbeat(0);

        Awaits.until("pulled", () -> taken.size() == 1);
    }

    @Test
    void soon_isRepeated_untilItWorks() {
        failures = 2;
        puller.start();

        puller.soon();

        Awaits.until("pulled", () -> taken.size() == 1);
        assertThat(fetches).hasValue(3);
    }

    @Test
    void soon_pullsAgain_whenTheSupervisorDidNotAnswer() {
        var attempts = new AtomicInteger();
        Puller.Taker silentAtFirst = desired -> {
            if (attempts.incrementAndGet() == 1) throw new IllegalStateException("no answer in 30 s");
            taken.add(desired);
        };
        try (var stubborn = new Puller(this::fetch, silentAtFirst)) {
            stubborn.start();
            stubborn.soon();

            Awaits.until("pulled in the end", () -> taken.size() == 1);
            assertThat(stubborn.state().bad()).isFalse();
        }
    }

    @Test
    void soon_pullsAgain_whenItFailedWithAnError() {
        var attempts = new AtomicInteger();
        Puller.Taker broken = desired -> {
            if (attempts.incrementAndGet() == 1) throw new StackOverflowError("planted");
            taken.add(desired);
        };
        try (var stubborn = new Puller(this::fetch, broken)) {
            stubborn.start();
            stubborn.soon();

            Awaits.until("pulled in the end", () -> taken.size() == 1);
        }
    }
}
