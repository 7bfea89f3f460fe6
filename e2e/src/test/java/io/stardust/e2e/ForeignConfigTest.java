package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Config as SDKs that exist already read it, played by a script written from the protocol's description alone. */
class ForeignConfigTest {
    private static final String OTHERS = "what the other app alone may see";

    @RegisterExtension
    static final World WORLD = new World();

    @ParameterizedTest
    @ValueSource(strings = {"go", "python", "dotNet"})
    void sdk_readsHearsAndWritesItsConfig_andNobodyElsesInItsManner(String manner) throws Exception {
        String name = manner + "Config";
        long app = app(name);
        String secret = key(app);
        long other = app(manner + "Other");
        key(other);
        publish(other, Map.of("secret", OTHERS));
        publish(
                app,
                Map.of(
                        "db:host",
                        "10.0.0.5",
                        "debug",
                        "true",
                        "port",
                        "8080",
                        "empty",
                        "",
                        "_inner",
                        "x",
                        "text",
                        "${db:host}/中文"));

        Doc report = play(manner, name, secret, manner + "Other", app);

        assertThat(report.list("odd")).as("%s", report).isEmpty();
        assertThat(report.has("first") && report.number("first") == 0).isTrue();
        assertThat(report.yes("taken")).isTrue();
        assertThat(report.at("configs").value())
                .isEqualTo(Map.of(
                        "db:host", "10.0.0.5", "debug", "true", "port", "8080", "empty", "", "text", "10.0.0.5/中文"));
        assertThat(report.number("data.Version")).isPositive();
        assertThat(report.number("data.UpdateTime")).isPositive();
        assertThat(report.text("data.SourceIP")).isEqualTo("127.0.0.1");
        assertThat(report.yes("unchanged")).isTrue();
        assertThat(report.number("command.Id")).isPositive();
        assertThat(report.yes("takenAgain") && report.yes("grown")).isTrue();
        assertThat(report.text("published.db:host")).isEqualTo("10.0.0.6");
        assertWritesBack(report, app, other);
        assertLeaksNothing(report, manner);
    }

    private static void assertWritesBack(Doc report, long app, long other) throws IOException {
        assertThat(report.number("added")).isEqualTo(1);
        assertThat(report.number("addedAgain")).isZero();
        assertThat(report.has("afterSet")).as("before somebody publishes it").isFalse();
        assertThat(report.number("setAsOther")).as("into its own draft").isEqualTo(1);
        assertThat(draft(app)).containsExactlyInAnyOrder("found", "mine");
        assertThat(draft(other)).isEmpty();
        Doc found = WORLD.api().all("/apps/" + app + "/config/items?q=found").getFirst();
        assertThat(found.text("remark")).isEqualTo("why it is there");
    }

    private static void assertLeaksNothing(Doc report, String manner) {
        assertThat(report.number("forged.code")).isEqualTo(401);
        assertThat(report.number("nothing.code")).isEqualTo(401);
        assertThat(report.at("otherByToken").value())
                .isEqualTo(report.at("published").value());
        assertThat(report.number("other.code")).isEqualTo(401);
        // whether there is such an app is told to nobody
        assertThat(report.text("nobody").replace("nobody-there", "?"))
                .isEqualTo(report.text("other").replace(manner + "Other", "?"));
        assertThat(report.at("bySecret").value())
                .isEqualTo(report.at("published").value());
        assertThat(report.toString()).doesNotContain(OTHERS);
    }

    private static long app(String name) throws IOException {
        return WORLD.api().post("/apps", Map.of("name", name, "projectId", 1)).number("id");
    }

    private static String key(long app) throws IOException {
        String secret = WORLD.api()
                .post("/apps/" + app + "/keys", Map.of("name", "of its settings"))
                .text("secret");
        WORLD.secrets().add(secret);
        return secret;
    }

    private static void publish(long app, Map<String, String> values) throws IOException {
        List<Map<String, String>> edits = values.entrySet().stream()
                .map(one -> Map.of("act", "set", "key", one.getKey(), "value", one.getValue()))
                .toList();
        WORLD.api().post("/apps/" + app + "/config/releases", Map.of("edits", edits));
    }

    private static List<String> draft(long app) throws IOException {
        return WORLD.api().all("/apps/" + app + "/config/items").stream()
                .filter(item -> !item.text("state").equals("live"))
                .map(item -> item.text("key"))
                .toList();
    }

    /** Runs the script, publishes once it listens, and returns its report. */
    private static Doc play(String manner, String name, String secret, String other, long app) throws Exception {
        Map<String, String> options = Map.of(
                "server", WORLD.server().address().toString(),
                "manner", manner,
                "name", name,
                "secret", secret,
                "other", other);
        Process script = new ProcessBuilder("node", Samples.script("config.mjs").toString(), Json.PEOPLE.text(options))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Doc said = Doc.of(line.getBytes(StandardCharsets.UTF_8));
                if (said.text("event").equals("listening")) {
                    publish(app, Map.of("db:host", "10.0.0.6"));
                } else {
                    assertThat(said.text("failure")).as("%s", said).isEmpty();
                    return said;
                }
            }
            throw new AssertionError("the script ended without a report");
        } finally {
            script.destroyForcibly();
        }
    }
}
