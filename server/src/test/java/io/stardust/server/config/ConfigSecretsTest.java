package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of config: who sees them, and the keys that they are sealed with; over HTTP. */
class ConfigSecretsTest {
    private static final String KEY = key("0123456789abcdef0123456789abcdef");
    private static final String NEXT = key("fedcba9876543210fedcba9876543210");

    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp app;
    private String config;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        app = TestApp.keyed(server, "orders", 1);
        config = "/apps/" + app.id() + "/config";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String key(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<String, Object> set(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private static Map<String, Object> secret(String key, String value) {
        return Map.of("key", key, "value", value, "type", "secret");
    }

    private void edit(String of, List<Map<String, Object>> edits) {
        Reply reply = server.api("POST", of + "/draft", Map.of("edits", edits));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    }

    private void publish(String of, Map<String, ?> body) {
        Reply reply = server.api("POST", of + "/releases", body);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
    }

    private Reply ask(TestApp by) {
        return server.link("/Config/GetAll", new HashMap<>(Map.of("AppId", by.name, "Version", 0)), by.token);
    }

    private @Nullable Object values(TestApp by) {
        Reply reply = ask(by);
        assertThat(reply.code()).as("%s", reply.body()).isZero();
        return reply.at("data.Configs");
    }

    private void restart() {
        server.restart();
        app.login();
    }

    @Test
    void secret_isShownToItsAppAlone() {
        edit(config, List.of(secret("pass", "s3cr3t-value"), set("url", "db://${pass}@h")));
        publish(config, Map.of());

        assertThat(values(app)).isEqualTo(Map.of("pass", "s3cr3t-value", "url", "db://s3cr3t-value@h"));
        for (String page : List.of("", "/items", "/effective", "/releases", "/diff?from=0&to=1", "/draft")) {
            assertThat(String.valueOf(server.api("GET", config + page, null).body()))
                    .as(page)
                    .doesNotContain("s3cr3t-value");
        }
        assertThat(String.valueOf(server.api("GET", "/changes", null).body())).doesNotContain("s3cr3t-value");
    }

    @Test
    void secret_isRevealedToAdmins_andThatIsWrittenDown() {
        edit(config, List.of(secret("pass", "s3cr3t-value"), set("open", "1")));
        publish(config, Map.of());

        Reply shown = server.api("POST", config + "/reveal", Map.of("key", "pass"));

        assertThat(shown.text("value")).isEqualTo("s3cr3t-value");
        Reply changes = server.api("GET", "/changes?kind=config.revealed", null);
        assertThat(changes.text("items.0.subjectName")).isEqualTo("orders");
        assertThat(String.valueOf(changes.body())).contains("pass").doesNotContain("s3cr3t-value");
        Reply published = server.api("GET", "/changes?kind=config.published", null);
        assertThat(published.text("items.0.subjectName")).isEqualTo("orders");
        assertThat(server.api("POST", config + "/reveal", Map.of("key", "open")).status())
                .isEqualTo(404);
    }

    @Test
    void start_isRefused_andLosesNothing_whenTheKeyIsMissing() throws IOException {
        edit(config, List.of(secret("pass", "hush")));
        publish(config, Map.of());
        Path key = data.resolve("keys/secret.key");
        Path away = data.resolve("secret.key");
        Files.move(key, away);

        assertThatThrownBy(server::restart)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key of the secrets is missing")
                .hasMessageContaining(key.toString());

        assertThat(key).doesNotExist();
        Files.move(away, key);
        restart();
        assertThat(values(app)).isEqualTo(Map.of("pass", "hush"));
    }

    @Test
    void secret_isMissedInWords_andOtherAppsAreServed_whenTheKeyIsAnother() throws IOException {
        edit(config, List.of(secret("pass", "hush")));
        publish(config, Map.of());
        TestApp other = TestApp.keyed(server, "other", 1);
        edit("/apps/" + other.id() + "/config", List.of(set("a", "1")));
        publish("/apps/" + other.id() + "/config", Map.of());
        Path key = data.resolve("keys/secret.key");
        Path away = data.resolve("secret.key");
        Files.move(key, away);
        Files.writeString(key, KEY);

        server.restart();

        Reply missed = ask(app);
        assertThat(missed.code()).isEqualTo(500);
        assertThat(missed.text("message"))
                .isEqualTo(
                        "the config of app orders cannot be made: pass: the secret cannot be opened: its key is missing");
        assertThat(values(other)).isEqualTo(Map.of("a", "1"));

        Files.move(away, key, StandardCopyOption.REPLACE_EXISTING);
        server.restart();
        assertThat(values(app)).isEqualTo(Map.of("pass", "hush"));
    }

    @Test
    void secrets_areSealedAgain_whereverTheyWait_whenTheKeyIsReplaced() throws IOException {
        edit(config, List.of(secret("pass", "first"), secret("kept", "kept")));
        publish(config, Map.of());
        edit(config, List.of(secret("pass", "second")));
        publish(config, Map.of());
        edit(config, List.of(secret("pass", "gray")));
        Reply gray = server.api("POST", config + "/gray", Map.of("percent", 100));
        assertThat(gray.status()).as("%s", gray.body()).isLessThan(300);
        edit(config, List.of(secret("kept", "draft")));

        Reply rotated = server.api("POST", "/secrets/rotate", null);

        assertThat(rotated.status()).as("%s", rotated.body()).isEqualTo(200);
        Files.delete(data.resolve("keys/secret.key"));
        restart();
        assertThat(values(app)).isEqualTo(Map.of("pass", "gray", "kept", "kept"));
        assertThat(server.api("DELETE", config + "/gray", null).status()).isLessThan(300);
        assertThat(values(app)).isEqualTo(Map.of("pass", "second", "kept", "kept"));
        publish(config, Map.of()); // what was gray waits in the draft again
        assertThat(values(app)).isEqualTo(Map.of("pass", "gray", "kept", "draft"));
        publish(config, Map.of("number", 1));
        assertThat(values(app)).isEqualTo(Map.of("pass", "first", "kept", "kept"));
    }

    @Test
    void keys_comeFromTheSettings_andTheLastOneSeals() {
        server.close();
        server = ServerUnderTest.start(data.resolve("given"), Map.of("secrets.keys", KEY));
        app = TestApp.keyed(server, "orders", 1);
        config = "/apps/" + app.id() + "/config";
        edit(config, List.of(secret("pass", "hush")));
        publish(config, Map.of());
        assertThat(data.resolve("given/keys/secret.key")).doesNotExist();

        server.restart(Map.of("secrets.keys", KEY + "," + NEXT));
        Reply rotated = server.api("POST", "/secrets/rotate", null);
        server.restart(Map.of("secrets.keys", NEXT));

        assertThat(rotated.number("resealed")).isGreaterThanOrEqualTo(2); // with the app's key
        app.login();
        assertThat(values(app)).isEqualTo(Map.of("pass", "hush"));
        assertThatThrownBy(() -> server.restart(Map.of("secrets.keys", ""))).hasMessageContaining("is missing");
        server.restart(Map.of("secrets.keys", NEXT));
    }
}
