package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Apps that the agent runs find and call each other without one setting of ours in them; a program without our library
 * is found as well; who may not call is refused, by the registry and by the app itself.
 */
class ServiceCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final World WORLD = new World();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static AgentProcess agent;
    private static SeedApp stock;
    private static int stockPort;

    @BeforeAll
    static void start() throws IOException {
        agent = WORLD.agent("calls");
        stockPort = Http.freePort();
        stock = deployed("stock", stockPort);
    }

    private static SeedApp deployed(String name, int port) throws IOException {
        SeedApp app =
                SeedApp.on(WORLD, agent, name, Map.of("fileName", name + ".jar", "port", port, "portArgument", "none"));
        WORLD.deploys().publishWell(app.app(), WORLD.deploys().release(app.app(), "1", Samples.sample(name)));
        return app;
    }

    private static HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static List<Provider> found(Stardust stardust, String service) {
        return Awaits.value(
                "providers of " + service,
                PATIENCE,
                () -> stardust.registry().resolve(service),
                some -> !some.isEmpty());
    }

    @Test
    void deployedApps_callEachOtherWithTokens_withoutASetting() throws Exception {
        int port = Http.freePort();
        deployed("shop", port);

        HttpResponse<String> bought = Awaits.value(
                "the shop buys",
                PATIENCE,
                () -> get("http://127.0.0.1:" + port + "/buy"),
                said -> said.statusCode() == 200);

        assertThat(bought.body()).contains("7 left, shop");
        assertThat(get("http://127.0.0.1:" + stockPort + "/count").statusCode())
                .as("without a token")
                .isEqualTo(401);
    }

    @Test
    void killedProvider_isGone_beforeAnybodyCallsIt() throws Exception {
        try (Stardust watcher = Sdk.start(WORLD, "watcher", 1)) {
            Provider before = found(watcher, "Stock").getFirst();
            assertThat(before.client()).startsWith("stock@");
            long pid = stock.pid();

            Procs.kill(pid);

            Awaits.until(
                    "the killed one is gone",
                    PATIENCE,
                    () -> watcher.registry().resolve("Stock").stream().noneMatch(one -> one.id() == before.id()));
            stock.awaitOther(pid);
            assertThat(found(watcher, "Stock").getFirst().id()).isNotEqualTo(before.id());
        }
    }

    @Test
    void program_withoutTheLibrary_isAProvider_whileItIsReady() throws Exception {
        int port = Http.freePort();
        SeedApp plain = SeedApp.on(
                WORLD,
                agent,
                "plain",
                Map.of(
                        "fileName",
                        "hello.jar",
                        "port",
                        port,
                        "portArgument",
                        "none",
                        "services",
                        List.of(Map.of("name", "Plain", "tags", List.of("blue")))));
        WORLD.deploys().publishWell(plain.app(), WORLD.deploys().release(plain.app(), "1", Samples.hello("1.0")));
        try (Stardust caller = Sdk.start(WORLD, "caller", 1)) {
            found(caller, "Plain");

            HttpResponse<String> answer =
                    caller.http().send("Plain", ServiceClient.request("/").build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("Hello from hello 1.0");

            plain.act("stop");
            Awaits.until(
                    "it is taken back",
                    PATIENCE,
                    () -> caller.registry().resolve("Plain").isEmpty());
        }
    }

    @Test
    void appOfAnotherProject_isRefused_untilItIsGranted() throws Exception {
        long project =
                WORLD.api().post("/projects", Map.of("name", "elsewhere")).number("id");
        try (Stardust stranger = Sdk.start(WORLD, "stranger", project);
                Stardust known = Sdk.start(WORLD, "known", 1)) {
            String address = String.valueOf(found(known, "Stock").getFirst().http());
            String token = Awaits.value("a token", PATIENCE, stranger::serviceToken, one -> one != null);

            assertThat(stranger.registry().resolve("Stock")).isEmpty();
            assertThat(get(address + "/count", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(403);

            WORLD.api().post("/grants", Map.of("consumerApp", "stranger", "providerApp", "stock"));

            HttpResponse<String> answer = Awaits.value(
                    "the stranger is served",
                    Duration.ofSeconds(90), // its token is renewed with a heartbeat
                    () -> stranger.http()
                            .send("Stock", ServiceClient.request("/count").build(), BodyHandlers.ofString()),
                    said -> said.statusCode() == 200);
            assertThat(answer.body()).contains("7 left, stranger");
        }
    }
}
