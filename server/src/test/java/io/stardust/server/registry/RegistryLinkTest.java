package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry as SDKs of other makes meet it: over HTTP, in the words of the protocol. */
class RegistryLinkTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp provider;
    private TestApp consumer;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        provider = TestApp.keyed(server, "orders", 1);
        consumer = TestApp.keyed(server, "web", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply call(TestApp by, String path, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("ServiceName", "Orders");
        return server.link("/App/" + path, body, by.token);
    }

    private Reply register(TestApp by, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("Address", "http://*:8080");
        body.putIfAbsent("ClientId", by.client);
        body.putIfAbsent("IP", "10.0.0.7");
        return call(by, "RegisterService", body);
    }

    private List<?> resolve(TestApp by) {
        return (List<?>)
                Objects.requireNonNull(call(by, "ResolveService", Map.of()).at("data"));
    }

    @Test
    void registration_isAnsweredAndFound_asUpstreamDoes() {
        Reply made = register(provider, Map.of("Version", "1.2", "Tag", "a,b"));
        assertThat(made.at("data.ServiceName")).isEqualTo("Orders");
        assertThat(made.at("data.Client")).isEqualTo(provider.client);
        assertThat(made.at("data.Address")).isEqualTo("http://10.0.0.7:8080");

        assertThat(resolve(consumer)).hasSize(1);
        assertThat(call(consumer, "ResolveService", Map.of("MinVersion", "1.10"))
                        .at("data"))
                .isEqualTo(List.of());
        assertThat(call(consumer, "ResolveService", Map.of("Tag", "b")).at("data.0.Version"))
                .isEqualTo("1.2");
        Reply found = server.link("/app/searchservice?servicename=Orders&key=10.0.0.7", null, consumer.token);
        assertThat(found.at("data.0.OriginAddress")).isEqualTo("http://*:8080");

        assertThat(call(provider, "UnregisterService", Map.of("ClientId", provider.client))
                        .at("data.ServiceName"))
                .isEqualTo("Orders");
        assertThat(call(provider, "UnregisterService", Map.of()).body()).hasToString("{code=0, data=null}");
        assertThat(resolve(consumer)).isEmpty();
    }

    @Test
    void subscriber_isGivenTheStateOfTheService() {
        register(provider, Map.of());
        Reply state = call(consumer, "SubscribeService", Map.of());

        assertThat(state.at("data.Service")).isEqualTo("Orders");
        assertThat(state.number("data.Version")).isPositive();
        assertThat(state.at("data.Providers.0.AppName")).isEqualTo("orders");
        assertThat(call(consumer, "UnsubscribeService", Map.of()).number("data"))
                .isEqualTo(1);
        assertThat(call(consumer, "UnsubscribeService", Map.of()).number("data"))
                .isZero();
    }

    @Test
    void appOfAnotherProject_isToldNothingAndCannotOfferIt() {
        long other = server.api("POST", "/projects", Map.of("name", "other")).number("id");
        TestApp stranger = TestApp.keyed(server, "stranger", other);
        register(provider, Map.of());

        assertThat(resolve(stranger)).isEmpty();
        assertThat(server.link("/App/SearchService?serviceName=Orders", null, stranger.token)
                        .at("data"))
                .isEqualTo(List.of());
        assertThat(register(stranger, Map.of()).code()).isEqualTo(403);
        assertThat(resolve(consumer)).hasSize(1);
    }

    @Test
    void provider_goes_whenItLogsOut() {
        register(provider, Map.of());
        server.link("/App/Logout?reason=test", null, provider.token);

        assertThat(resolve(consumer)).isEmpty();
    }

    @Test
    void provider_isThereAfterARestart_withoutAnotherLogin() {
        register(provider, Map.of());
        String before = String.valueOf(resolve(consumer));
        server.restart();

        assertThat(String.valueOf(resolve(consumer))).isEqualTo(before);
        assertThat(provider.ping().code()).isZero();
        assertThat(register(provider, Map.of()).code()).isZero();
        assertThat(String.valueOf(resolve(consumer))).isEqualTo(before);
    }

    @Test
    void whatIsWrong_isRefusedInWords() {
        assertThat(call(provider, "RegisterService", Map.of()).code()).isEqualTo(400);
        assertThat(register(provider, Map.of("Address", "javascript:alert(1)")).at("message"))
                .asString()
                .contains("Address");
        assertThat(register(provider, Map.of("ServiceName", "")).at("message"))
                .asString()
                .contains("ServiceName");
        assertThat(register(provider, Map.of("Weight", -1)).code()).isEqualTo(400);
        assertThat(register(provider, Map.of("Tag", "x".repeat(501))).code()).isEqualTo(400);
        assertThat(server.link("/App/RegisterService", Map.of(), null).code()).isEqualTo(401);
        assertThat(resolve(consumer)).isEmpty();
    }

    @Test
    void consumers_areShownToPeople() {
        register(provider, Map.of());
        resolve(consumer);

        Reply consumers = server.api("GET", "/services/1/consumers", null);
        assertThat(consumers.at("items.0.app")).isEqualTo("web");
        assertThat(consumers.at("items.0.current")).isEqualTo(true);
        assertThat(server.api("GET", "/apps/" + consumer.id() + "/services", null)
                        .at("asks.0.service"))
                .isEqualTo("Orders");
        assertThat(server.api("GET", "/services/graph", null).number("items.1.instances"))
                .isEqualTo(1);
    }
}
