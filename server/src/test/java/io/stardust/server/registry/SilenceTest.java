package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers, half of them, or the server itself say nothing for a while; over HTTP. A lease is 90 s. */
class SilenceTest {
    private static final int PROVIDERS = 10;

    @TempDir
    Path data;

    private final List<TestApp> providers = new ArrayList<>();
    private ServerUnderTest server;
    private TestApp consumer;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        consumer = TestApp.keyed(server, "web", 1);
        TestApp first = TestApp.keyed(server, "orders", 1);
        for (int i = 1; i <= PROVIDERS; i++) {
            var one = new TestApp(server, "orders");
            one.client = "10.0.0.%d@1".formatted(i);
            one.secret = first.secret;
            one.more = Map.of("Sdk", "test/1");
            one.login();
            call(one, "RegisterService", Map.of("Address", "http://10.0.0." + i + ":8080"));
            providers.add(one);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply call(TestApp by, String path, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("ServiceName", "Orders");
        Reply reply = server.link("/App/" + path, body, by.token);
        assertThat(reply.code()).as("%s: %s", path, reply.body()).isZero();
        return reply;
    }

    private List<?> resolve() {
        return (List<?>) Objects.requireNonNull(
                call(consumer, "ResolveService", Map.of()).at("data"));
    }

    /** Two minutes pass in which only these providers, and the consumer, are heard of. */
    private void pass(List<TestApp> alive) {
        for (int i = 0; i < 4; i++) {
            server.clock.advance(Duration.ofSeconds(30));
            for (TestApp each : alive) assertThat(each.ping().code()).isZero();
        }
    }

    private Reply service() {
        return server.api("GET", "/services/1", null);
    }

    private String changes() {
        return String.valueOf(server.api("GET", "/changes", null).body());
    }

    @Test
    void half_isKept_andPeopleAndConsumersAreTold_whenItGoesSilentAtOnce() {
        pass(providers.subList(0, PROVIDERS / 2));

        ServerUnderTest.await(() -> service().number("protectedSince") > 0);
        assertThat(service().number("shown")).isEqualTo(PROVIDERS);
        assertThat(resolve()).hasSize(PROVIDERS);
        assertThat(call(consumer, "SubscribeService", Map.of()).number("data.ProtectedSince"))
                .isEqualTo(service().number("protectedSince"));
        ServerUnderTest.await(() -> changes().contains("service.protected"));

        for (TestApp each : providers) {
            each.login();
            each.ping();
        }
        ServerUnderTest.await(() -> service().number("protectedSince") == 0);
        assertThat(resolve()).hasSize(PROVIDERS);
    }

    @Test
    void protection_keepsNobody_whoUnregisteredOrWhoseProcessAnAgentSawEnd() {
        TestNode node = TestNode.enrolled(server, "web1");
        long deployment = server.api("POST", "/deployments", Map.of("name", "shop", "port", 8080))
                .number("id");
        long placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
        Map<String, Object> offer = Map.of(
                "PlacementId",
                placement,
                "Run",
                "r1",
                "IP",
                "10.0.0.99",
                "Services",
                List.of(Map.of("Name", "Orders")));
        assertThat(server.link("/Deploy/Offer", offer, node.token).number("data"))
                .isEqualTo(1);
        pass(providers.subList(0, PROVIDERS / 3)); // so many are silent that it still holds at the end
        ServerUnderTest.await(() -> service().number("protectedSince") > 0);
        assertThat(resolve()).hasSize(PROVIDERS + 1);

        TestApp leaving = providers.getLast();
        leaving.login();
        call(leaving, "UnregisterService", Map.of());
        assertThat(resolve())
                .hasSize(PROVIDERS)
                .noneMatch(each -> each.toString().contains(leaving.client));

        Map<String, Object> ended = Map.of("PlacementId", placement, "Run", "r1", "Ended", true, "Services", List.of());
        assertThat(server.link("/Deploy/Offer", ended, node.token).number("data"))
                .isEqualTo(1);
        assertThat(resolve())
                .hasSize(PROVIDERS - 1)
                .noneMatch(each -> each.toString().contains("10.0.0.99"));
        assertThat(service().number("protectedSince")).isPositive();
    }

    @Test
    void provider_isGoneWithinItsLease_whenItIsCutOffThoughItsChannelStaysOpen() throws Exception {
        TestApp cutOff = providers.getLast();
        try (var channel = new TestSocket(server, "/App/Notify", cutOff.token)) {
            channel.say("Ping"); // the client sees its own end open before the server has
            assertThat(channel.hear()).isEqualTo("Pong");
            List<TestApp> others = providers.subList(0, PROVIDERS - 1);
            for (int seconds : new int[] {1, 30, 30}) { // what was said last may count a moment later
                server.clock.advance(Duration.ofSeconds(seconds));
                for (TestApp each : others) each.ping();
            }
            assertThat(resolve()).hasSize(PROVIDERS);

            server.clock.advance(Duration.ofSeconds(31));
            for (TestApp each : others) each.ping();

            ServerUnderTest.await(() -> resolve().size() == PROVIDERS - 1);
            assertThat(resolve()).noneMatch(each -> each.toString().contains(cutOff.client));
            assertThat(service().number("protectedSince")).isZero();
        }
    }

    @Test
    void everybodyIsThere_andTokensAreSignedByTheSameKey_whenTheServerWasAwayForThirtyHours() {
        String before = String.valueOf(resolve());
        String keys =
                String.valueOf(server.link("/.well-known/jwks.json", null, null).body());
        assertThat(keys).contains("Ed25519");
        server.stop();
        server.clock.advance(Duration.ofHours(30));
        server.restart();

        assertThat(consumer.ping().code()).isEqualTo(401); // and with it the SDK logs in again
        consumer.login();
        assertThat(String.valueOf(resolve())).isEqualTo(before);
        assertThat(String.valueOf(
                        server.link("/.well-known/jwks.json", null, null).body()))
                .isEqualTo(keys);

        for (TestApp each : providers) {
            each.login();
            call(each, "RegisterService", Map.of("Address", each.client.replaceAll("(.*)@1", "http://$1:8080")));
        }
        assertThat(String.valueOf(resolve())).isEqualTo(before);
    }
}
