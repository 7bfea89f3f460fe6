package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rollout whose first batch gets a tenth of the calls: real processes, real requests. */
class CanaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 5_000;
    private static final int CALLERS = 4;

    @RegisterExtension
    static final World WORLD = new World();

    private static List<Doc> traffic(long deployment) throws IOException {
        return WORLD.api().get("/deployments/" + deployment + "/traffic").list("items");
    }

    /** Waits until both are called, and so many of them are canaries that run the new release. */
    private static List<Doc> awaitTraffic(String what, long deployment, long canaries) {
        return Awaits.value(
                what,
                PATIENCE,
                () -> traffic(deployment),
                all -> all.size() == 2
                        && all.stream().noneMatch(one -> one.yes("leaving"))
                        && all.stream().filter(one -> one.yes("canary")).count() == canaries
                        && all.stream()
                                .filter(one -> one.yes("canary"))
                                .allMatch(one -> one.text("version").equals("2")));
    }

    /** Returns how many of {@link #REQUESTS} were answered at {@code port}; all have to be answered well. */
    private static int answered(Stardust stardust, int port) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                counts.add(callers.submit(() -> {
                    int at = 0;
                    for (int n = 0; n < REQUESTS / CALLERS; n++) {
                        HttpResponse<String> answer = stardust.http()
                                .send("Stock", ServiceClient.request("/count").build(), BodyHandlers.ofString());
                        assertThat(answer.statusCode()).isEqualTo(200);
                        if (answer.uri().getPort() == port) at++;
                    }
                    return at;
                }));
            }
            int sum = 0;
            for (Future<Integer> count : counts) sum += count.get();
            return sum;
        }
    }

    @Test
    void firstBatch_getsATenthOfTheCalls_untilTheRolloutIsOver() throws Exception {
        AgentProcess agent = WORLD.agent("canary");
        int first = Http.freePort();
        int second = Http.freePort();
        Map<String, Object> settings = Map.of("fileName", "stock.jar", "port", first, "portArgument", "none");
        SeedApp canary = SeedApp.on(WORLD, agent, "canary", settings);
        SeedApp.place(WORLD, agent, canary.app(), "steady", Map.of("port", second));
        WORLD.deploys().publishWell(canary.app(), WORLD.deploys().release(canary.app(), "1", Samples.sample("stock")));
        awaitTraffic("both are called", canary.app(), 0);
        long release = WORLD.deploys().release(canary.app(), "2", Samples.sample("stock"));
        Map<String, Object> wish = Map.of(
                "deploymentId", canary.app(), "releaseId", release, "canary", "1", "weight", 10, "rampSeconds", 3_000);

        long rollout = WORLD.api().post("/rollouts", wish).number("id");

        List<Doc> called = awaitTraffic("one is a canary", canary.app(), 1);
        Doc chosen =
                called.stream().filter(one -> one.yes("canary")).findFirst().orElseThrow();
        int port = chosen.number("placementId") == canary.placement() ? first : second;
        try (Stardust stardust = Sdk.start(WORLD, "buyer", 1)) {
            Awaits.value(
                    "both are found, by their weights",
                    PATIENCE,
                    () -> stardust.registry().resolve("Stock"),
                    some -> some.size() == 2 && some.stream().anyMatch(one -> one.weight() < 100));
            int tenth = answered(stardust, port);
            assertThat(tenth).isBetween(REQUESTS * 8 / 100, REQUESTS * 12 / 100);

            WORLD.api().post("/rollouts/" + rollout + "/cancel", Map.of());

            awaitTraffic("nobody is a canary", canary.app(), 0);
            Awaits.value(
                    "both have their own weight",
                    PATIENCE,
                    () -> stardust.registry().resolve("Stock"),
                    some -> some.size() == 2 && some.stream().allMatch(one -> one.weight() == 100));
        }
    }
}
