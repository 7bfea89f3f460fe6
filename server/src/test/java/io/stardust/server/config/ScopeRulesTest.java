package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which scope instances get: by their keys, or by the rules of their project; over HTTP. */
class ScopeRulesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String config(TestApp app) {
        return "/apps/" + app.id() + "/config";
    }

    /** An app with a value for every scope, and one for {@code test}. */
    private TestApp published(TestApp app) {
        List<Map<String, Object>> edits =
                List.of(Map.of("key", "a", "value", "1"), Map.of("key", "a", "value", "2", "scope", "test"));
        assertThat(server.api("POST", config(app) + "/releases", Map.of("edits", edits))
                        .status())
                .isEqualTo(201);
        return app;
    }

    /** One that came by itself, and was let in. */
    private TestApp introduced(String name, Map<String, Object> more) {
        var app = new TestApp(server, name);
        app.secret = "its-own-secret";
        app.more = more;
        app.login();
        assertThat(server.api("POST", "/apps/" + app.id() + "/approve", null).status())
                .isEqualTo(200);
        app.login();
        return published(app);
    }

    private Reply ask(TestApp app, @Nullable String scope) {
        Map<String, Object> body = new HashMap<>(Map.of("AppId", app.name, "Version", 0));
        if (scope != null) body.put("Scope", scope);
        return server.link("/Config/GetAll", body, app.token);
    }

    private @Nullable Object value(TestApp app, @Nullable String scope) {
        Reply reply = ask(app, scope);
        assertThat(reply.code()).as("%s", reply.body()).isZero();
        return reply.at("data.Configs.a");
    }

    private Reply rule(Map<String, Object> body) {
        return server.api("POST", "/config/rules", body);
    }

    @Test
    void getAll_givesTheFirstScopeOfTheKey_whenNoneIsAskedFor() {
        TestApp app = published(TestApp.keyed(server, "orders", 1));
        app.secret = server.api(
                        "POST", "/apps/" + app.id() + "/keys", Map.of("name", "t", "scopes", List.of("Test", "dev")))
                .text("secret");
        app.login();

        assertThat(value(app, null)).isEqualTo("2");
        assertThat(value(app, "DEV")).isEqualTo("1");
        Reply refused = ask(app, "live");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(String.valueOf(refused.body())).contains("live").contains("test, dev");
        Reply keyed = server.link(
                "/Config/GetAll", Map.of("AppId", app.name, "Secret", app.secret, "Version", 0, "Scope", "live"), null);
        assertThat(keyed.code()).as("without a login").isEqualTo(403);
    }

    @Test
    void getAll_givesAnyScope_whenTheKeySaysNothing() {
        TestApp app = published(TestApp.keyed(server, "orders", 1));

        assertThat(value(app, "test")).isEqualTo("2");
        assertThat(value(app, null)).isEqualTo("1");
    }

    @Test
    void getAll_goesByRulesAlone_whenTheAppIntroducedItself() {
        TestApp app = introduced("orders", Map.of("IP", "10.9.0.7,192.168.1.7"));
        assertThat(value(app, "test")).as("no rule").isEqualTo("1");

        rule(Map.of("scope", "live", "priority", -1));
        long id = rule(Map.of("localIp", List.of("192.168.*"), "scope", "Test", "priority", 10))
                .number("id");
        assertThat(value(app, "live")).isEqualTo("2");
        assertThat(ask(app, null).text("data.Scope")).isEqualTo("test");

        assertThat(server.api("PATCH", "/config/rules/" + id, Map.of("localIp", List.of("172.16.0.0/12")))
                        .status())
                .isEqualTo(200);
        assertThat(ask(app, "test").text("data.Scope")).isEqualTo("live");
        assertThat(server.api("DELETE", "/config/rules/" + id, null).status()).isEqualTo(204);
        assertThat(server.api("GET", "/config/rules", null).text("items.0.scope"))
                .isEqualTo("live");
    }

    @Test
    void getAll_goesByTheLabelsOfTheNode_asTheyAreNow() {
        TestNode node = TestNode.enrolled(server, "web1", 1, "4.0.0");
        TestApp app = introduced("orders", Map.of("NodeCode", node.code));
        rule(Map.of("labels", Map.of("env", "test"), "scope", "test"));
        assertThat(value(app, null)).isEqualTo("1");

        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("env", "test", "zone", "a")));

        assertThat(value(app, null)).isEqualTo("2");
    }

    @Test
    void rule_tellsOurSdkToReadAgain_whenItsScopeIsAnother() throws InterruptedException {
        TestApp app = introduced("orders", Map.of("Sdk", "stardust-java/4"));
        ask(app, null);
        try (var channel = new TestSocket(server, "/App/Notify", app.token)) {
            channel.say("Ping");
            assertThat(channel.hear()).isEqualTo("Pong");

            rule(Map.of("scope", "test"));

            assertThat(channel.hear()).isEqualTo(ConfigChange.PREFIX + Json.WIRE.text(ConfigChange.READ));
            assertThat(value(app, null)).isEqualTo("2");
        }
    }

    @Test
    void rule_isRefusedInWords_whenItIsNone() {
        assertThat(rule(Map.of("ip", List.of("10.*"))).text("detail")).contains("scope: missing");
        Reply wrong = rule(Map.of("ip", List.of("10.0.0.0/99"), "scope", "x"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("detail")).contains("ip");
        assertThat(rule(Map.of("labels", Map.of("a b", "c"), "scope", "x")).status())
                .isEqualTo(400);
        assertThat(rule(Map.of("projectId", 77, "scope", "x")).status()).isEqualTo(404);
    }

    @Test
    void effective_tellsTheRuleAndTheValues_ofWhereverAnInstanceWouldRun() {
        TestNode node = TestNode.enrolled(server, "web1", 1, "4.0.0");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("env", "test")));
        TestApp app = introduced("orders", Map.of("NodeCode", node.code));
        long byLabel =
                rule(Map.of("labels", Map.of("env", "test"), "scope", "test")).number("id");
        long byIp = rule(Map.of("ip", List.of("10.9.0.0/16"), "scope", "live")).number("id");
        String effective = config(app) + "/effective";

        Reply onNode = server.api("GET", effective + "?node=" + node.id(), null);
        assertThat(onNode.text("scope")).isEqualTo("test");
        assertThat(onNode.number("rule.id")).isEqualTo(byLabel);
        assertThat(onNode.text("items.0.value")).isEqualTo("2");
        Reply from = server.api("GET", effective + "?ip=10.9.3.3", null);
        assertThat(from.number("rule.id")).isEqualTo(byIp);
        assertThat(from.text("items.0.value")).isEqualTo("1");
        Reply elsewhere = server.api("GET", effective + "?localIp=10.9.3.3&ip=1.2.3.4", null);
        assertThat(elsewhere.at("rule")).isNull();
        assertThat(elsewhere.text("scope")).isEmpty();
        Reply running = server.api("GET", effective + "?instance=" + app.client, null);
        assertThat(running.number("rule.id")).isEqualTo(byLabel);
        assertThat(running.text("items.0.value")).isEqualTo("2");
    }

    @Test
    void gray_reachesTheNodesWithItsLabels_andLeavesThoseThatLoseThem() {
        TestNode node = TestNode.enrolled(server, "web1", 1, "4.0.0");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("ring", "first", "zone", "a")));
        TestApp app = TestApp.keyed(server, "orders", 1);
        app.more = Map.of("NodeCode", node.code);
        app.login();
        TestApp other = app.sibling("10.0.0.8@400");
        published(app);
        server.api("POST", config(app) + "/draft", Map.of("edits", List.of(Map.of("key", "a", "value", "3"))));

        Reply begun = server.api("POST", config(app) + "/gray", Map.of("labels", Map.of("ring", "first")));

        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(201);
        assertThat(begun.text("labels.ring")).isEqualTo("first");
        assertThat(begun.number("instances")).isEqualTo(1);
        assertThat(value(app, null)).isEqualTo("3");
        assertThat(value(other, null)).isEqualTo("1");
        long version = ask(app, null).number("data.Version");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("zone", "a")));
        Reply after = server.link("/Config/GetAll", Map.of("AppId", app.name, "Version", version), app.token);
        assertThat(after.text("data.Configs.a")).isEqualTo("1");
    }
}
