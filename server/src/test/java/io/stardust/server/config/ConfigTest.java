package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import io.stardust.server.push.TestSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits, releases and what apps get; over HTTP. */
class ConfigTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp app;
    private String config;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        app = TestApp.keyed(server, "orders", 1);
        config = "/apps/" + app.id() + "/config";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void releases_areListedByWhenTheyWereMade() {
        put("a", "1");
        long first = server.clock.millis();
        server.clock.advance(Duration.ofMinutes(1));
        put("a", "2");

        String releases = config + "/releases?from=";
        Reply early = server.api("GET", releases + first + "&to=" + (first + 1), null);
        assertThat((List<?>) early.at("items")).hasSize(1);
        assertThat(early.number("items.0.number")).isEqualTo(1);
        assertThat(server.api("GET", releases + (first + 1), null).number("items.0.number"))
                .isEqualTo(2);
        assertThat(server.api("GET", releases + (first + 60_001), null).at("items"))
                .isEqualTo(List.of());
    }

    private static Map<String, Object> set(String key, String value) {
        return new HashMap<>(Map.of("key", key, "value", value));
    }

    private static Map<String, Object> typed(String type, String key, String value) {
        Map<String, Object> edit = set(key, value);
        edit.put("type", type);
        return edit;
    }

    private Reply edit(String of, List<Map<String, Object>> edits) {
        return server.api("POST", of + "/draft", Map.of("edits", edits));
    }

    private void publish(String of, Map<String, ?> body) {
        Reply reply = server.api("POST", of + "/releases", body);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
    }

    private void put(String key, String value) {
        assertThat(edit(config, List.of(set(key, value))).status()).isEqualTo(200);
        publish(config, Map.of());
    }

    private Reply ask(TestApp by, @Nullable Object version, @Nullable String scope) {
        Map<String, Object> body = new HashMap<>();
        body.put("AppId", by.name);
        if (version != null) body.put("Version", version);
        if (scope != null) body.put("Scope", scope);
        return server.link("/Config/GetAll", body, by.token);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> values(Reply reply) {
        assertThat(reply.code()).as("%s", reply.body()).isZero();
        return (Map<String, String>) Objects.requireNonNull(reply.at("data.Configs"), String.valueOf(reply.body()));
    }

    @Test
    void edits_waitInTheDraft_untilTheyArePublished() {
        edit(config, List.of(set("db:host", "10.0.0.5"), set("empty", ""), set("_inner", "x")));
        assertThat(values(ask(app, 0, null))).isEmpty();
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(3);
        assertThat(server.api("GET", config, null).number("added")).isEqualTo(3);

        publish(config, Map.of("message", "first"));

        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("db:host", "10.0.0.5", "empty", ""));
        Reply sheet = server.api("GET", config, null);
        assertThat(sheet.number("drafts")).isZero();
        assertThat(sheet.number("release")).isEqualTo(1);
        assertThat(sheet.number("items")).isEqualTo(3);
        assertThat(sheet.number("added")).isZero();

        edit(
                config,
                List.of(set("db:host", "10.0.0.6"), set("db:port", "5432"), Map.of("act", "remove", "key", "empty")));
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(3);
        assertThat(server.api("GET", config, null).number("added"))
                .as("of what is not live yet")
                .isEqualTo(1);
    }

    @Test
    void removal_isADraft_andTheInheritedValueComesBack() {
        TestApp base = TestApp.keyed(server, "base", 1);
        String other = "/apps/" + base.id() + "/config";
        edit(other, List.of(set("log", "info")));
        publish(other, Map.of());
        server.api("PATCH", other, Map.of("share", "project"));
        server.api("PATCH", config, Map.of("quotes", List.of("base")));
        put("log", "debug");
        assertThat(values(ask(app, 0, null))).containsEntry("log", "debug");

        edit(config, List.of(new HashMap<>(Map.of("act", "remove", "key", "log"))));
        assertThat(values(ask(app, 0, null))).containsEntry("log", "debug");
        publish(config, Map.of());

        assertThat(values(ask(app, 0, null))).containsEntry("log", "info");
    }

    @Test
    void rollback_isARelease_withWhatAnOldOneHad() {
        put("a", "1");
        edit(config, List.of(set("a", "2"), set("b", "new")));
        publish(config, Map.of());
        edit(config, List.of(set("c", "waits")));

        publish(config, Map.of("number", 1, "message", "back"));

        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("a", "1"));
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(1);
        Reply releases = server.api("GET", config + "/releases", null);
        assertThat(releases.number("items.0.number")).isEqualTo(3);
        assertThat(releases.number("items.0.of")).isEqualTo(1);
        Reply diff = server.api("GET", config + "/diff?from=1&to=2", null);
        assertThat(String.valueOf(diff.body())).contains("kind=added").contains("kind=changed");
        assertThat(server.api("GET", config + "/diff?from=1&to=3", null).at("items"))
                .isEqualTo(List.of());
    }

    @Test
    void values_areLeftOut_whenTheClientHasThem() {
        put("a", "1");
        Reply first = ask(app, 0, null);
        long version = first.number("data.Version");
        assertThat(version).isPositive();

        Reply same = ask(app, version, null);
        assertThat(same.at("data.Configs")).isNull();
        assertThat(same.number("data.Version")).isEqualTo(version);

        put("a", "2");
        assertThat(values(ask(app, version, null))).containsEntry("a", "2");
        Reply byGet = server.link("/Config/GetAll?appId=orders&version=0&scope=&usedKeys=a", null, app.token);
        assertThat(values(byGet)).containsEntry("a", "2");
    }

    @Test
    void inheritingApp_hearsOfAnothersRelease_byItsOwnVersion() {
        TestApp base = TestApp.keyed(server, "base", 1);
        String other = "/apps/" + base.id() + "/config";
        server.api("PATCH", other, Map.of("share", "project", "global", true));
        put("mine", "1");
        long version = ask(app, 0, null).number("data.Version");

        edit(other, List.of(set("mine", "default"), set("theirs", "${mine}")));
        publish(other, Map.of());

        assertThat(values(ask(app, version, null))).isEqualTo(Map.of("mine", "1", "theirs", "1"));
    }

    @Test
    void scope_choosesTheValue() {
        Map<String, Object> test = set("a", "test");
        test.put("scope", "Test");
        edit(config, List.of(set("a", "all"), test));
        publish(config, Map.of());

        assertThat(values(ask(app, 0, "TEST"))).containsEntry("a", "test");
        assertThat(values(ask(app, 0, "pro"))).containsEntry("a", "all");
        Reply effective = server.api("GET", config + "/effective?scope=test", null);
        assertThat(effective.text("items.0.value")).isEqualTo("test");
    }

    @Test
    void release_isRefused_whenItWouldLeaveAValueThatCannotBeMade() {
        put("a", "1");
        edit(config, List.of(set("x", "${y}"), set("y", "${x}"), set("gone", "${nobody}")));

        Reply refused = server.api("POST", config + "/releases", Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("x → y → x").contains("${nobody}");
        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("a", "1"));
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(3);
    }

    @Test
    void app_mayHaveTenThousandKeys_andNoMore() {
        List<Map<String, Object>> edits = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) edits.add(set("key " + i + " ü/\\%", "value" + i));
        assertThat(edit(config, edits).status()).isEqualTo(200);
        publish(config, Map.of());

        assertThat(values(ask(app, 0, null))).hasSize(10_000).containsEntry("key 77 ü/\\%", "value77");
        Reply refused = edit(config, List.of(set("one more", "1")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).contains("10,001 items").contains("10,000");
    }

    @Test
    void value_mayHaveAMebibyte_andNoMore() throws Exception {
        String large = "x".repeat(1 << 20);
        put("large", large);

        URI address = URI.create("http://127.0.0.1:" + server.port() + "/Config/GetAll");
        HttpRequest question = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + app.token)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(question, BodyHandlers.ofString()).body()).contains("\"large\":\"" + large + "\"");
        }
        Reply refused = edit(config, List.of(set("large", "x".repeat((1 << 20) + 1))));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).contains("value of large").contains("1,048,576");
    }

    @Test
    void edits_areAllTakenOrNone() {
        Reply refused = edit(config, List.of(set("a", "1"), typed("number", "n", "twelve")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail"))
                .contains("value of n")
                .contains("digits")
                .doesNotContain("twelve");
        assertThat(server.api("GET", config, null).number("drafts")).isZero();
    }

    @Test
    void token_ofAnotherApp_getsItsOwnConfigOnly() {
        put("a", "1");
        TestApp other = TestApp.keyed(server, "web", 1);

        Reply reply = server.link("/Config/GetAll", Map.of("AppId", "orders", "Version", 0), other.token);

        assertThat(String.valueOf(reply.body())).doesNotContain("\"a\"");
        assertThat(server.link("/Config/GetAll", Map.of("AppId", "orders"), null)
                        .code())
                .isEqualTo(401);
    }

    @Test
    void edits_thatComeAlong_arePublished_andTheDraftStays() {
        edit(config, List.of(set("waits", "1")));

        publish(config, Map.of("edits", List.of(set("a", "at once"))));

        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("a", "at once"));
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(1);
    }

    @Test
    void client_thatLogsInNowhere_showsItsSecret() {
        put("a", "1");
        String secret = String.valueOf(app.secret);

        Reply body = server.link("/Config/GetAll", Map.of("AppId", "orders", "Secret", secret), null);
        Reply query = server.link("/Config/GetAll?appId=orders&secret=" + secret, null, null);
        Reply wrong = server.link("/Config/GetAll", Map.of("AppId", "orders", "Secret", "nonsense"), null);

        assertThat(values(body)).isEqualTo(Map.of("a", "1"));
        assertThat(values(query)).isEqualTo(Map.of("a", "1"));
        assertThat(wrong.code()).isEqualTo(401);
        assertThat(wrong.at("data")).isNull();
        assertThat(app.instances().at("items.1")).as("no other instance").isNull();
    }

    @Test
    void instances_areTold_whenTheirAppOrOneTheyInheritPublishes() throws Exception {
        TestApp base = TestApp.keyed(server, "base", 1);
        String other = "/apps/" + base.id() + "/config";
        server.api("PATCH", other, Map.of("share", "project"));
        server.api("PATCH", config, Map.of("quotes", List.of("base")));
        ask(app, 0, null);
        try (var channel = new TestSocket(server, "/App/Notify", app.token)) {
            channel.say("Ping");
            assertThat(channel.hear()).isEqualTo("Pong");

            put("a", "1");
            assertThat(channel.hear()).contains("config/publish");
            ask(app, 0, null);

            edit(other, List.of(set("b", "2")));
            publish(other, Map.of());
            assertThat(channel.hear()).contains("config/publish");
        }
    }

    @Test
    void writeBack_addsMissingKeysToTheDraft_andChangesNothing() {
        put("a", "1");
        Map<String, Object> upload = Map.of(
                "configs",
                Map.of("a", "other", "b", "2", "c", Map.of("Value", "${x}", "Comment", "said"), "_inner", "x"));

        Reply added = server.link("/Config/SetAll", upload, app.token);
        assertThat(added.number("data")).isEqualTo(2);
        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("a", "1"));
        publish(config, Map.of());
        assertThat(values(ask(app, 0, null))).isEqualTo(Map.of("a", "1", "b", "2", "c", "${x}"));

        server.api("PATCH", config, Map.of("readOnly", true));
        assertThat(server.link("/Config/SetAll", Map.of("configs", Map.of("z", "1")), app.token)
                        .code())
                .isEqualTo(403);
    }
}
