package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
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

/** Releases that some have first, that come later, and that are tried before; over HTTP. */
class ConfigGrayTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp first;
    private TestApp second;
    private String config;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        first = TestApp.keyed(server, "orders", 1);
        second = first.sibling("10.0.0.8@400");
        config = "/apps/" + first.id() + "/config";
        draft("a", "live");
        publish();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void draft(String key, String value) {
        Map<String, Object> edit = Map.of("key", key, "value", value);
        assertThat(server.api("POST", config + "/draft", Map.of("edits", List.of(edit)))
                        .status())
                .isEqualTo(200);
    }

    private void publish() {
        assertThat(server.api("POST", config + "/releases", Map.of()).status()).isEqualTo(201);
    }

    private Reply ask(TestApp by, long version) {
        return server.link("/Config/GetAll", Map.of("AppId", by.name, "Version", version), by.token);
    }

    private @Nullable Object values(TestApp by, long version) {
        Reply reply = ask(by, version);
        assertThat(reply.code()).as("%s", reply.body()).isZero();
        return reply.at("data.Configs");
    }

    private long version(TestApp by) {
        return ask(by, 0).number("data.Version");
    }

    private void gray(Map<String, ?> target) {
        Reply reply = server.api("POST", config + "/gray", target);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
    }

    @Test
    void gray_reachesExactlyWhomItNames_andThenAll() {
        long before = version(second);
        draft("a", "gray");
        gray(Map.of("clients", List.of(first.client), "message", "try"));

        assertThat(values(first, version(second))).isEqualTo(Map.of("a", "gray"));
        assertThat(values(second, before)).as("nothing is new for it").isNull();
        assertThat(values(second, 0)).isEqualTo(Map.of("a", "live"));
        assertThat(server.api("GET", config + "/gray", null).number("instances"))
                .isEqualTo(1);
        Reply instances = server.api("GET", config + "/instances", null);
        assertThat(instances.at("items.0.gray")).isEqualTo(true);
        assertThat(instances.at("items.1.gray")).isEqualTo(false);
        Reply sheet = server.api("GET", config, null);
        assertThat(sheet.number("drafts")).isZero();
        assertThat(sheet.at("gray")).isEqualTo(true);

        Reply promoted = server.api("POST", config + "/gray/promotion", Map.of());
        assertThat(promoted.number("number")).isEqualTo(2);
        assertThat(promoted.text("message")).isEqualTo("try");
        assertThat(values(second, before)).isEqualTo(Map.of("a", "gray"));
        assertThat(server.api("GET", config + "/gray", null).status()).isEqualTo(404);
        assertThat(server.api("GET", config, null).at("gray")).isEqualTo(false);
    }

    @Test
    void gray_isTakenBack_andWaitsInTheDraft() {
        draft("a", "gray");
        gray(Map.of("clients", List.of(first.client)));
        long version = version(first);

        assertThat(server.api("DELETE", config + "/gray", null).status()).isEqualTo(204);

        assertThat(values(first, version)).isEqualTo(Map.of("a", "live"));
        assertThat(server.api("GET", config + "/draft", null).text("items.0.after"))
                .isEqualTo("gray");
    }

    @Test
    void percentage_onlyAdds_whenItIsRaised() {
        List<TestApp> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) all.add(first.sibling("10.0.1." + i + "@" + (100 + i)));
        draft("a", "gray");
        gray(Map.of("percent", 30));
        List<String> had = having(all);
        assertThat(had).hasSizeBetween(3, 25);

        server.api("PUT", config + "/gray", Map.of("percent", 70));
        List<String> have = having(all);
        assertThat(have).containsAll(had).hasSizeGreaterThan(had.size());

        server.api("PUT", config + "/gray", Map.of("percent", 100));
        assertThat(having(all)).hasSize(40);
    }

    private List<String> having(List<TestApp> all) {
        return all.stream()
                .filter(app -> Objects.equals(values(app, 0), Map.of("a", "gray")))
                .map(app -> app.client)
                .toList();
    }

    @Test
    void secondGray_isRefused_whileOneIsUnderWay() {
        draft("a", "gray");
        gray(Map.of("percent", 50));
        draft("a", "other");

        Reply refused = server.api("POST", config + "/gray", Map.of("percent", 10));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("withdraw");
        assertThat(server.api("POST", config + "/gray", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void plannedPublish_comesAtItsTime() {
        draft("a", "later");
        long at = server.clock.millis() + Duration.ofHours(1).toMillis();

        Reply planned = server.api("POST", config + "/releases", Map.of("at", at, "message", "at night"));

        assertThat(planned.status()).as("%s", planned.body()).isEqualTo(200);
        assertThat(planned.number("publishAt")).isEqualTo(at);
        assertThat(ask(first, 0).text("data.NextPublish")).isNotEmpty();
        assertThat(values(first, 0)).isEqualTo(Map.of("a", "live"));

        server.clock.advance(Duration.ofMinutes(61));
        ServerUnderTest.await(() -> server.api("GET", config, null).number("release") == 2);
        assertThat(server.api("GET", config + "/releases", null).text("items.0.message"))
                .isEqualTo("at night");
    }

    @Test
    void plannedPublish_isTakenBack_andAPastTimeIsRefused() {
        draft("a", "later");
        long now = server.clock.millis();
        assertThat(server.api("POST", config + "/releases", Map.of("at", now - 1))
                        .status())
                .isEqualTo(400);
        server.api("POST", config + "/releases", Map.of("at", now + 3_600_000));

        server.api("DELETE", config + "/plan", null);

        assertThat(server.api("GET", config, null).at("publishAt")).isNull();
    }

    @Test
    void check_tellsWhatRunningInstancesWouldGet() {
        ask(first, 0);
        ask(second, 0);
        draft("a", "new");
        draft("b", "${nobody}");

        Reply check = server.api("GET", config + "/check", null);

        assertThat(check.text("problems.0.key")).isEqualTo("b");
        assertThat(check.text("effects.0.app")).isEqualTo("orders");
        assertThat(check.number("effects.0.instances")).isEqualTo(2);
        assertThat(check.text("effects.0.items.0.before")).isEqualTo("live");
        assertThat(check.text("effects.0.items.0.after")).isEqualTo("new");
        assertThat(values(first, 0)).isEqualTo(Map.of("a", "live"));
    }

    @Test
    void release_isRefused_whenAValueIsNotWhatItsTypeSays() {
        for (String type : List.of("json", "yaml")) {
            Map<String, Object> edit = new HashMap<>(Map.of("key", type, "value", "{\"a\": [1, ", "type", type));
            server.api("POST", config + "/draft", Map.of("edits", List.of(edit)));
        }

        Reply refused = server.api("POST", config + "/releases", Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("json: is no JSON").contains("yaml: is no YAML");
    }

    @Test
    void keys_areSeenToBeUnusedAndMissing() {
        draft("b", "1");
        publish();
        Map<String, Object> told = Map.of("AppId", "orders", "Version", 0, "UsedKeys", "a", "MissedKeys", "gone,away");
        server.link("/Config/GetAll", told, first.token);

        Reply use = server.api("GET", config + "/instances", null);

        assertThat(use.at("unused")).isEqualTo(List.of("b"));
        assertThat(use.at("missing")).isEqualTo(List.of("away", "gone"));
        server.restart();
        use = server.api("GET", config + "/instances", null);
        assertThat(use.at("unused")).isEqualTo(List.of("b"));
        assertThat(use.at("missing")).isEqualTo(List.of("away", "gone"));
    }

    @Test
    void values_areFound_overAllApps() {
        TestApp other = TestApp.keyed(server, "web", 1);
        String theirs = "/apps/" + other.id() + "/config";
        server.api(
                "POST",
                theirs + "/draft",
                Map.of(
                        "edits",
                        List.of(
                                Map.of("key", "x", "value", "LIVE too"),
                                Map.of("key", "p", "value", "live", "type", "secret"))));
        server.api("POST", theirs + "/releases", Map.of());

        Reply found = server.api("GET", "/config/items?q=live", null);

        assertThat(found.text("items.0.app")).isEqualTo("orders");
        assertThat(found.text("items.1.app")).isEqualTo("web");
        assertThat(found.at("items.2")).isNull();
        Reply page = server.api("GET", "/config?limit=1", null);
        assertThat(page.text("items.0.app")).isEqualTo("orders");
        assertThat(server.api("GET", "/config?after=" + page.text("next"), null).text("items.0.app"))
                .isEqualTo("web");
    }

    @Test
    void workerIds_areNobodyElses_andStayOverARestart() {
        draft(WorkerIds.KEY, "0");
        publish();
        Object one = number(first);
        Object two = number(second);
        assertThat(one).isNotEqualTo(two);

        server.restart();

        assertThat(number(second)).isEqualTo(two);
        assertThat(number(first)).isEqualTo(one);
        TestApp third = first.sibling("10.0.0.9@1");
        assertThat(number(third)).isNotIn(one, two);
    }

    private Object number(TestApp app) {
        @Nullable Object values = values(app, 0);
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(values)).get(WorkerIds.KEY));
    }
}
