package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 10,000 registered instances: what a killed server and a storm of registrations do to those who call them. */
@Tag("alone")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RegistryCrowdTest {
    private static final int INSTANCES = 10_000;
    private static final int SERVICES = 100;
    private static final int EACH = INSTANCES / SERVICES;
    private static final Duration SLOWEST_HEALTH = Duration.ofSeconds(1);

    @RegisterExtension
    static final World WORLD = new World();

    private static Crowd crowd;
    private static Watcher watcher;

    @BeforeAll
    static void register() throws IOException {
        crowd = new Crowd(WORLD, INSTANCES, SERVICES);
        crowd.register(9_000);
        watcher = new Watcher(WORLD, crowd, EACH);
    }

    @AfterAll
    static void close() throws IOException {
        watcher.close();
    }

    @AfterEach
    void everybodyWasThere() {
        assertThat(watcher.fewest()).isEqualTo(EACH);
        assertThat(watcher.empty()).isZero();
    }

    @Test
    void nobodyDisappears_whenTheServerIsKilledAndStartedAgain() throws IOException {
        WORLD.server().jvm().kill();
        WORLD.server().start();

        watcher.awaitAsked(SERVICES);
        try (var client = new RawClient(WORLD.server().address())) { // who comes now is heard of: they listen again
            String token = crowd.login(client, "late@1");
            for (int i = 0; i < SERVICES; i++) Crowd.offer(client, token, "late@1", i, 9_000);
            watcher.await(EACH + 1);
            client.post("/App/Logout", token, Map.of());
        }
        watcher.await(EACH);
    }

    @Test
    void storm_leavesServerAndConsumersUnharmed() throws IOException {
        watcher.awaitAsked(SERVICES); // answers are kept: all of them are there before and after
        long before = liveBytes();
        try (var health = new HealthProbe(WORLD.server())) {
            for (int round = 1; round <= 2; round++) {
                long began = System.nanoTime();
                crowd.register(9_000 + round);
                System.out.printf("a storm of %d took %d ms%n", INSTANCES, (System.nanoTime() - began) / 1_000_000);
            }
            System.out.printf(
                    "the slowest answer of /health took %d ms, this program woke up %d ms late%n",
                    health.slowest().toMillis(), health.stall().toMillis());
            assertThat(health.bad()).isZero();
            // client and server wake up in turns: on a busy machine each turn is late
            Duration late = health.stall().multipliedBy(4);
            assertThat(health.slowest()).isLessThanOrEqualTo(SLOWEST_HEALTH.plus(late));
        }
        watcher.awaitAsked(SERVICES);
        long after = liveBytes();
        System.out.printf("%d KB of the heap in use before, %d KB after%n", before >> 10, after >> 10);
        assertThat(after).isLessThan(before + before / 10);
    }

    private static long liveBytes() throws IOException {
        return WORLD.server().jvm().liveBytes();
    }
}
