package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is demanded of values, held at each publish; over HTTP. */
class ConstraintTest {
    private static final String SCHEMA = """
            {"type": "object", "required": ["port"], "additionalProperties": false,
             "properties": {"port": {"type": "integer", "maximum": 65535}, "host": {"pattern": "^[a-z]+$"}},
             "patternProperties": {"^x-": {"type": "string"}}}""";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private String config;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        config = config("orders");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String config(String name) {
        return "/apps/"
                + server.api("POST", "/apps", Map.of("name", name, "projectId", 1))
                        .number("id") + "/config";
    }

    private Reply demand(Map<String, ?> constraint) {
        return server.api("PUT", config + "/constraints", constraint);
    }

    private Reply publish(String key, String type, String value) {
        return publish(List.of(Map.of("key", key, "type", type, "value", value)));
    }

    private Reply publish(List<Map<String, ?>> edits) {
        return server.api("POST", config + "/releases", Map.of("edits", edits));
    }

    private static void refused(Reply reply, String... words) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(409);
        assertThat(reply.text("detail")).contains(words);
    }

    @Test
    void publish_isRefusedInWords_whenAValueBreaksItsSchema() {
        assertThat(demand(Map.of("key", "server", "schema", SCHEMA)).text("items.0.key"))
                .isEqualTo("server");

        refused(publish("server", "json", "{\"port\": \"80\"}"), "server", "/port", "integer");
        refused(publish("server", "json", "{\"port\": 80, \"host\": \"A\"}"), "/host", "^[a-z]+$");
        refused(publish("server", "json", "{\"port\": 80, \"other\": 1}"), "/other");
        refused(publish("server", "yaml", "port: 70000"), "server", "/port");
        refused(publish("server", "json", "{\"port\": 80, \"x-a\": 1}"), "/x-a");

        assertThat(publish("server", "json", "{\"port\": 80.0, \"host\": \"a\", \"x-a\": \"b\"}")
                        .status())
                .isEqualTo(201);
        assertThat(publish("server", "yaml", "port: 8080").status()).isEqualTo(201);
    }

    @Test
    void publish_fillsInReferencesFirst() {
        demand(Map.of("key", "server", "schema", SCHEMA));
        Map<String, ?> server = Map.of("key", "server", "type", "json", "value", "{\"port\": ${_port}}");

        refused(publish(List.of(server, Map.of("key", "_port", "value", "70000"))), "/port");

        assertThat(publish(List.of(server, Map.of("key", "_port", "value", "7000")))
                        .status())
                .isEqualTo(201);
        refused(publish("_port", "text", "70000"), "server");
    }

    @Test
    void publish_isRefusedWithoutTheValue_whenASecretBreaksItsPattern() {
        demand(Map.of("key", "pass", "pattern", ".{12,}", "schema", "{\"maxLength\": 14}"));

        Reply refused = publish("pass", "secret", "s3cret-word");
        refused(refused, "pass", ".{12,}");
        assertThat(refused.text("detail")).doesNotContain("s3cret-word");
        Reply tooLong = publish("pass", "secret", "s3cret-word-longer");
        refused(tooLong, "pass", "does not follow its schema");
        assertThat(tooLong.text("detail")).doesNotContain("s3cret");
    }

    @Test
    void publish_isRefused_whenARequiredKeyIsMissingInAScope() {
        demand(Map.of("key", "host", "required", true));

        refused(publish("a", "text", "1"), "host", "required");
        Map<String, ?> live = Map.of("key", "host", "scope", "live", "value", "h");
        refused(publish(List.of(Map.of("key", "a", "scope", "test", "value", "1"), live)), "host (test)");

        Map<String, ?> test = Map.of("key", "host", "scope", "test", "value", "t");
        Map<String, ?> other = Map.of("key", "a", "scope", "test", "value", "1");
        assertThat(publish(List.of(live, test, other)).status())
                .as("each scope has it")
                .isEqualTo(201);
        refused(publish(List.of(Map.of("key", "host", "scope", "test", "act", "remove"))), "host (test)");
    }

    @Test
    void required_isContentWithAnInheritedValue() {
        String base = config("base");
        server.api("PATCH", base, Map.of("share", "all"));
        server.api("POST", base + "/releases", Map.of("edits", List.of(Map.of("key", "host", "value", "h"))));
        demand(Map.of("key", "host", "required", true));
        refused(publish("a", "text", "1"), "host");

        server.api("PATCH", config, Map.of("quotes", List.of("base")));

        assertThat(publish("a", "text", "1").status()).isEqualTo(201);
    }

    @Test
    void check_tellsWhatWouldBreak_beforeThePublish() {
        demand(Map.of("key", "port", "pattern", "[0-9]+"));
        server.api("POST", config + "/draft", Map.of("edits", List.of(Map.of("key", "port", "value", "80a"))));

        Reply check = server.api("GET", config + "/check", null);

        assertThat(check.text("problems.0.key")).isEqualTo("port");
        assertThat(check.text("problems.0.message")).contains("[0-9]+");
        Reply gray = server.api("POST", config + "/gray", Map.of("percent", 10));
        refused(gray, "port");
    }

    @Test
    void demand_isRefusedInWords_whenItIsNone() {
        record Bad(String field, String text, String why) {}
        for (Bad bad : List.of(
                new Bad("schema", "{\"type\": \"wrong\"}", "is no JSON schema"),
                new Bad("schema", "{type", "is no JSON"),
                new Bad("schema", "[]", "is no JSON schema"),
                new Bad("schema", "{\"pattern\": \"(a)\\\\1\"}", "is no pattern"),
                new Bad("schema", "{\"patternProperties\": {\"(?=a)\": true}}", "is no pattern"),
                new Bad("schema", "{\"$schema\": \"https://example.org/mine\"}", "is no JSON schema"),
                new Bad("schema", "[".repeat(20_000), "too large"),
                new Bad("pattern", "(", "is no pattern"),
                new Bad("pattern", "(a{1000}){1000}", "repeats too much"),
                new Bad("pattern", "a{1000}b{1000}".repeat(2), "repeats too much"),
                new Bad("pattern", "x".repeat(1_001), "1,001 characters"))) {
            Reply refused = demand(Map.of("key", "a", bad.field(), bad.text()));
            assertThat(refused.status()).as("%s: %s", bad, refused.body()).isEqualTo(400);
            assertThat(refused.text("detail"))
                    .as("%s", bad)
                    .startsWith(bad.field())
                    .contains(bad.why());
        }
        assertThat(demand(Map.of("key", "a")).text("detail")).contains("nothing is demanded");
        assertThat(server.api("GET", config + "/constraints", null).at("items")).isEqualTo(List.of());
    }

    @Test
    void demand_isRefused_whenWhatIsLiveBreaksIt() {
        publish("port", "text", "80a");

        refused(demand(Map.of("key", "port", "pattern", "[0-9]+")), "port", "what is live breaks it");

        publish("port", "text", "80");
        assertThat(demand(Map.of("key", "port", "pattern", "[0-9]+")).status()).isEqualTo(200);
        refused(server.api("POST", config + "/releases", Map.of("number", 1)), "port");
        assertThat(server.api("DELETE", config + "/constraints?key=port", null).status())
                .isEqualTo(204);
        assertThat(server.api("POST", config + "/releases", Map.of("number", 1)).status())
                .isEqualTo(201);
        assertThat(server.api("DELETE", config + "/constraints?key=port", null).status())
                .isEqualTo(404);
    }

    @Test
    void check_endsSoon_whateverPatternAndSchemaSay() {
        demand(Map.of("key", "evil", "pattern", "(x+x+)+y"));
        refused(publish("evil", "text", "x".repeat(100_000)), "evil", "does not fit");
        refused(publish("evil", "text", "x".repeat(1_000_000)), "evil", "too long for its pattern");

        Map<String, @Nullable Object> defs = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            Map<String, Object> next = Map.of("$ref", "#/$defs/a" + (i + 1));
            defs.put("a" + i, Map.of("allOf", List.of(next, next)));
        }
        defs.put("a60", true);
        String doubling = io.stardust.protocol.Json.PEOPLE.text(Map.of("$ref", "#/$defs/a0", "$defs", defs));
        for (String schema : List.of(
                doubling,
                "{\"$ref\": \"#\"}",
                "{\"items\": {\"pattern\": \"(x{100}){10}z\"}}",
                "{\"uniqueItems\": true}",
                "{\"$ref\": \"https://example.org/none\"}")) {
            demand(Map.of("key", "evil", "schema", schema));
            String list = "[" + "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", ".repeat(3_000) + "1]";
            refused(publish("evil", "json", list), "evil");
        }
        demand(Map.of("key", "evil", "schema", "{\"type\": \"integer\", \"multipleOf\": 3}"));
        refused(publish("evil", "number", "1e999999999"), "evil", "too long");
    }
}
