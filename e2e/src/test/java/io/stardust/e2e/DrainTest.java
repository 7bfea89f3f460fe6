package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Providers that an agent runs are published anew while others call them, or may do so. */
class DrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "Stock";
    private static final int DRAIN_WAIT = 30;
    private static final int GETS = 4;
    private static final int POSTS = 4;

    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;
    private static SeedApp left;
    private static SeedApp right;

    @BeforeAll
    static void start() throws IOException {
        agent = WORLD.agent("drain");
        left = deployed("left", DRAIN_WAIT);
        right = deployed("right", DRAIN_WAIT);
    }

    private static SeedApp deployed(String name, int drainWait) throws IOException {
        Map<String, Object> settings = Map.of(
                "fileName", "stock.jar", "port", Http.freePort(), "portArgument", "none", "drainWait", drainWait);
        SeedApp app = SeedApp.on(WORLD, agent, name, settings);
        publish(app, "1");
        return app;
    }

    private static Doc publish(SeedApp app, String version) throws IOException {
        return WORLD.deploys()
                .publishWell(app.app(), WORLD.deploys().release(app.app(), version, Samples.sample("stock")));
    }

    private static void awaitBoth(Stardust stardust) {
        Awaits.value(
                "two providers",
                PATIENCE,
                () -> stardust.registry().resolve(SERVICE),
                some -> some.stream().map(Provider::app).toList().containsAll(List.of("left", "right")));
    }

    /** All that is told of a rollout, with the steps of its placements. */
    private static String steps(Doc rollout) throws IOException {
        return WORLD.api()
                .get("/rollouts/" + rollout.number("id") + "?steps=true")
                .toString();
    }

    @Test
    void publish_failsNoCall_thatMayNotBeMadeTwice() throws Exception {
        try (Stardust stardust = Sdk.start(WORLD, "caller", 1)) {
            awaitBoth(stardust);
            try (Calls calls = new Calls(stardust, SERVICE, "/count", GETS, POSTS)) {
                calls.await(500);
                long began = System.nanoTime();
                Doc first = publish(left, "2");
                publish(right, "2");
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                awaitBoth(stardust);
                calls.await(500);

                assertThat(calls.failed("POST")).isEmpty();
                assertThat(calls.failed("GET")).isEmpty();
                assertThat(took).as("everybody acknowledges").isLessThan(Duration.ofSeconds(40));
                assertThat(steps(first)).contains("stopped").doesNotContain("did not acknowledge");
            }
        }
    }

    /** One that asks once, and is never heard of again; returns its token. */
    static String ask(World world, RawClient deaf, String name) throws IOException {
        Sdk app = Sdk.of(world, name, 1);
        Map<String, Object> login = Map.of("AppId", name, "Secret", app.secret(), "ClientId", "10.0.0.9@1");
        String token = deaf.post("/App/Login", null, login).text("Token");
        byte[] question = "{\"ServiceName\":\"Stock\"}".getBytes(StandardCharsets.UTF_8);
        deaf.exchange("/App/ResolveService", token, question);
        return token;
    }

    private static List<Doc> traffic(SeedApp app) throws IOException {
        return WORLD.api().get("/deployments/" + app.app() + "/traffic").list("items");
    }

    @Test
    void publish_namesWhoDidNotAcknowledge_andIsDone() throws Exception {
        SeedApp hasty = deployed("hasty", 2);
        try (RawClient deaf = new RawClient(WORLD.server().address())) {
            String token = ask(WORLD, deaf, "deaf");

            Doc rollout = publish(hasty, "2");

            assertThat(steps(rollout)).contains("deaf@10.0.0.9@1 did not acknowledge that it leaves");
            deaf.post("/App/Logout", token, Map.of()); // the other tests would wait for it
        } finally {
            hasty.act("stop");
        }
    }

    @Test
    void publish_isDone_andNothingStaysDrained_whenTheServerIsKilledMeanwhile() throws Exception {
        SeedApp app = deployed("cut", DRAIN_WAIT);
        long rollout;
        try (RawClient deaf = new RawClient(WORLD.server().address())) {
            ask(WORLD, deaf, "mute");
            long release = WORLD.deploys().release(app.app(), "2", Samples.sample("stock"));
            rollout = WORLD.deploys().rollOut(app.app(), release);
            Awaits.value(
                    "it drains",
                    PATIENCE,
                    () -> traffic(app),
                    all -> all.stream().anyMatch(one -> one.yes("leaving")));
        }
        WORLD.server().jvm().kill();

        WORLD.server().start();

        assertThat(WORLD.deploys().ended(rollout, PATIENCE).text("status")).isEqualTo("done");
        WORLD.deploys().awaitConverged(app.placement());
        Awaits.value(
                "it is called as before",
                PATIENCE,
                () -> traffic(app),
                all -> all.size() == 1
                        && !all.getFirst().yes("leaving")
                        && all.getFirst().number("weight") == 100);
        app.act("stop");
    }
}
