package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The only process of a service is published anew while others call it: the new one stands beside it for a while. */
class OverlapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVICE = "Stock";
    private static final int GETS = 4;
    private static final int POSTS = 4;

    @RegisterExtension
    static final World WORLD = new World();

    private static long release(SeedApp app, String version) throws IOException {
        var zip = Zips.marked(WORLD.file("stock-" + version + ".zip"), Samples.sample("stock"), version);
        return WORLD.deploys().release(app.app(), version, zip);
    }

    private static String steps(Doc rollout) throws IOException {
        return WORLD.api()
                .get("/rollouts/" + rollout.number("id") + "?steps=true")
                .toString();
    }

    private static SeedApp deployed(AgentProcess agent, String name, int first, int second) throws IOException {
        Map<String, Object> settings = Map.of(
                "fileName",
                "stock.jar",
                "mode",
                "shadow",
                "allowMultiple",
                true,
                "port",
                first,
                "overlapPort",
                second,
                "portArgument",
                "none");
        SeedApp app = SeedApp.on(WORLD, agent, name, settings);
        WORLD.deploys().publishWell(app.app(), release(app, "1"));
        return app;
    }

    private static List<Provider> awaitOnly(Stardust stardust, int port) {
        return Awaits.value(
                "one provider, at port " + port,
                PATIENCE,
                () -> stardust.registry().resolve(SERVICE),
                some -> some.size() == 1 && some.getFirst().toString().contains(":" + port));
    }

    @Test
    void publish_failsNoCall_thoughThereIsOneProviderOnly() throws Exception {
        AgentProcess agent = WORLD.agent("overlap");
        int first = Http.freePort();
        SeedApp app = deployed(agent, "solo", first, Http.freePort());
        long old = app.pid();
        AtomicInteger most = new AtomicInteger();
        try (Stardust stardust = Sdk.start(WORLD, "caller", 1)) {
            stardust.registry().subscribe(SERVICE, list -> most.accumulateAndGet(list.size(), Math::max));
            awaitOnly(stardust, first);
            try (Calls calls = new Calls(stardust, SERVICE, "/count", GETS, POSTS)) {
                calls.await(500);
                Doc rollout = WORLD.deploys().publishWell(app.app(), release(app, "2"));
                Awaits.until("the old process is gone", PATIENCE, () -> !Procs.isAlive(old));
                calls.await(500);
                Doc back = WORLD.deploys().publishWell(app.app(), release(app, "3"));
                app.pid();
                calls.await(500);

                assertThat(calls.failed("POST")).isEmpty();
                assertThat(calls.failed("GET")).isEmpty();
                assertThat(most).as("both are there for a moment").hasValue(2);
                assertThat(steps(rollout)).contains("draining").doesNotContain("did not acknowledge");
                assertThat(steps(back)).doesNotContain("did not acknowledge");
                awaitOnly(stardust, first);
            }
        }
        app.act("stop");
    }

    @Test
    void kill_leavesTheNewProcess_whileTheOldOneIsLedAwayFrom() throws Exception {
        AgentProcess agent = WORLD.agent("killed");
        int second = Http.freePort();
        SeedApp app = deployed(agent, "sturdy", Http.freePort(), second);
        long old = app.pid();
        try (RawClient deaf = new RawClient(WORLD.server().address())) {
            String token = DrainTest.ask(WORLD, deaf, "deaf"); // it never acknowledges
            WORLD.deploys().publishWell(app.app(), release(app, "2"));
            List<Long> both =
                    Awaits.value("two processes", PATIENCE, () -> Procs.in(app.work()), some -> some.size() == 2);
            assertThat(both).contains(old);

            agent.jvm().kill();
            agent.start();

            assertThat(app.pid()).isNotEqualTo(old);
            assertThat(both).contains(app.pid());
            deaf.post("/App/Logout", token, Map.of());
        }
        try (Stardust stardust = Sdk.start(WORLD, "witness", 1)) {
            awaitOnly(stardust, second);
        }
        app.act("stop");
    }
}
