package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.registry.Provider;
import io.stardust.client.registry.Subscription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Providers that agents run die or fall silent while others call them without a pause. */
class ProviderFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SERVICE = "Stock";
    private static final int GETS = 4;
    private static final int POSTS = 2;
    /** Less than half of a call's ten seconds, after which it leaves a provider that answers nothing. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(3);

    @RegisterExtension
    static final World WORLD = new World();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static AgentProcess agent;
    private static SeedApp left;

    @BeforeAll
    static void start() throws IOException {
        agent = WORLD.agent("faults");
        left = deployed("left");
        deployed("right");
    }

    private static SeedApp deployed(String name) throws IOException {
        SeedApp app = SeedApp.on(
                WORLD, agent, name, Map.of("fileName", "stock.jar", "port", Http.freePort(), "portArgument", "none"));
        WORLD.deploys().publishWell(app.app(), WORLD.deploys().release(app.app(), "1", Samples.sample("stock")));
        return app;
    }

    private static List<Provider> both(Stardust stardust) {
        return Awaits.value(
                "two providers",
                PATIENCE,
                () -> stardust.registry().resolve(SERVICE),
                some -> some.stream().map(Provider::app).distinct().count() == 2);
    }

    private static Provider of(SeedApp app, List<Provider> providers) {
        return providers.stream()
                .filter(each -> app.name().equals(each.app()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void killedProvider_costsOnlyCallsUnderWay_andItsCallersHearOfIt() throws IOException {
        try (Stardust caller = Sdk.start(WORLD, "caller", 1)) {
            Awaits.until("a token", PATIENCE, () -> caller.serviceToken() != null);
            Provider victim = of(left, both(caller));
            var heard = new AtomicLong();
            long killed;
            Calls calls = new Calls(caller, SERVICE, "/count", GETS, POSTS);
            try (calls;
                    Subscription _ = caller.registry().subscribe(SERVICE, now -> {
                        if (now.stream().noneMatch(one -> one.id() == victim.id())) {
                            heard.compareAndSet(0, System.nanoTime());
                        }
                    })) {
                calls.await(500);
                long pid = left.pid();

                killed = System.nanoTime();
                Procs.kill(pid);

                Awaits.until("the caller hears of it", PATIENCE, () -> heard.get() != 0);
                left.awaitOther(pid);
                both(caller);
                calls.await(500);
            }
            Duration until = Duration.ofNanos(heard.get() - killed);
            System.out.printf("killed until its callers heard of it: %d ms%n", until.toMillis());
            assertThat(until).isLessThan(Duration.ofSeconds(2));
            assertThat(calls.failed("GET")).isEmpty();
            assertThat(calls.failed("POST"))
                    .hasSizeLessThanOrEqualTo(GETS + POSTS)
                    .allMatch(call -> call.began() < heard.get());
        }
    }

    @Test
    void cutOffProvider_isCalledNoMore_afterTwoSeconds() throws Exception {
        try (Stardust caller = Sdk.start(WORLD, "patient", 1)) {
            Awaits.until("a token", PATIENCE, () -> caller.serviceToken() != null);
            both(caller);
            long app = left.pid();
            long node = agent.jvm().pid();
            var calls = new Calls(caller, SERVICE, "/count", 0, 0);
            assertThat(count(caller)).isEqualTo(200);
            long cut = System.nanoTime();
            try (calls) {
                Procs.halt(node);
                Procs.halt(app);
                Awaits.until("calls of four seconds", PATIENCE, () -> {
                    calls.once();
                    return System.nanoTime() - cut > Duration.ofSeconds(4).toNanos();
                });
                assertThat(caller.registry().resolve(SERVICE)).as("registered").hasSize(2);
            } finally {
                Procs.resume(app);
                Procs.resume(node);
            }
            assertThat(calls.of("GET"))
                    .as("calls that met it")
                    .anyMatch(call -> call.took().compareTo(GIVEN_UP) > 0);
            List<Calls.Call> after = calls.of("GET").stream()
                    .filter(call -> call.began() - cut > Duration.ofSeconds(2).toNanos())
                    .toList();
            assertThat(after)
                    .isNotEmpty()
                    .noneMatch(Calls.Call::failed)
                    .allMatch(call -> call.took().compareTo(GIVEN_UP) < 0);
        }
    }

    @Test
    void callsAndRestarts_goOn_whileTheServerIsAway() throws Exception {
        Sdk steady = Sdk.of(WORLD, "steady", 1);
        try (Stardust caller = steady.start()) {
            Awaits.until("a token", PATIENCE, () -> caller.serviceToken() != null);
            both(caller);
            assertThat(count(caller)).isEqualTo(200);
        }
        long pid = left.pid();
        WORLD.server().jvm().kill();
        try (Stardust caller = steady.start()) {
            String address =
                    String.valueOf(of(left, caller.registry().resolve(SERVICE)).http());
            assertThat(count(caller)).as("after the caller's restart").isEqualTo(200);

            Procs.kill(pid);
            left.awaitOther(pid);

            Awaits.until("the provider serves after its restart", PATIENCE, () -> serves(address, caller));
            for (int i = 0; i < 20; i++) assertThat(count(caller)).isEqualTo(200);

            WORLD.server().start();
            Awaits.until("the caller is logged in", PATIENCE, caller::isLoggedIn);
            both(caller);
            assertThat(count(caller)).isEqualTo(200);
        }
    }

    private static int count(Stardust caller) throws IOException, InterruptedException {
        return caller.http()
                .send(SERVICE, ServiceClient.request("/count").build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean serves(String address, Stardust caller) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/count"))
                .header("Authorization", "Bearer " + caller.serviceToken())
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }
}
