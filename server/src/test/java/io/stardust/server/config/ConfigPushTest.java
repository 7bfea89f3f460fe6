package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.instance.TestApp;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publish sends to an instance that has our SDK. */
class ConfigPushTest {
    @TempDir
    Path folder;

    private ServerUnderTest server;
    private TestApp app;
    private String config;
    private TestSocket channel;

    @BeforeEach
    void start() throws InterruptedException {
        server = ServerUnderTest.start(folder.resolve("server"));
        app = TestApp.keyed(server, "orders", 1);
        app.more = Map.of("Sdk", "stardust-java/4");
        app.login();
        config = "/apps/" + app.id() + "/config";
        channel = new TestSocket(server, "/App/Notify", app.token);
        requireHeard();
    }

    /** What was said before is heard in its order. */
    private void requireHeard() throws InterruptedException {
        channel.say("Ping");
        assertThat(channel.hear()).isEqualTo("Pong");
    }

    @AfterEach
    void stop() {
        channel.close();
        server.close();
    }

    private static Map<String, Object> set(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private void publish(Object... edits) {
        assertThat(server.api("POST", config + "/releases", Map.of("edits", List.of(edits)))
                        .status())
                .isEqualTo(201);
    }

    /** Reads all, and returns the version. */
    private long read() {
        return server.link("/Config/GetAll", Map.of("AppId", "orders"), app.token)
                .number("data.Version");
    }

    private ConfigChange hear() throws InterruptedException {
        String frame = channel.hear();
        assertThat(frame).startsWith(ConfigChange.PREFIX);
        return Json.WIRE.read(frame.substring(ConfigChange.PREFIX.length()), ConfigChange.class);
    }

    private Object instance(String field) {
        return Objects.requireNonNull(
                server.api("GET", config + "/instances", null).at("items.0." + field));
    }

    @Test
    void change_isInTheFrame_andHeldWhenTheInstanceSaysSo() throws Exception {
        publish(set("a", "1"), set("b", "2"), set("c", "3"));
        assertThat(hear()).isEqualTo(ConfigChange.READ);
        long first = read();

        publish(set("a", "new"), Map.of("act", "remove", "key", "b"), set("_internal", "1"));

        ConfigChange change = hear();
        assertThat(change.from()).isEqualTo(first);
        assertThat(change.configs()).isEqualTo(Map.of("a", "new"));
        assertThat(change.removed()).containsExactly("b");
        assertThat(instance("version")).isEqualTo(first);
        assertThat(instance("current")).isEqualTo(false);

        channel.say(ConfigChange.PREFIX + "{\"Version\":" + (change.version() + 1) + "}"); // which nobody sent
        channel.say(ConfigChange.PREFIX + "nonsense");
        requireHeard();
        assertThat(instance("version")).isEqualTo(first);

        channel.say(ConfigChange.PREFIX + "{\"Version\":" + change.version() + "}");
        requireHeard();
        assertThat(instance("version")).isEqualTo(change.version());
        assertThat(instance("current")).isEqualTo(true);

        publish(set("a", "third"));
        assertThat(hear().from()).isEqualTo(change.version()); // without a question in between
        assertThat(read()).isGreaterThan(change.version());
    }

    @Test
    void frame_saysToRead_whenItCannotHoldWhatChanged() throws Exception {
        publish(set("a", "1"));
        hear();
        read();

        String part = "y".repeat(20_000);
        publish(set("a", "1"), set("b", part), set("c", part), set("d", part), set("e", part));
        assertThat(hear()).isEqualTo(ConfigChange.READ);
        read();

        publish(set(WorkerIds.KEY, "0")); // which is another for each
        assertThat(hear()).isEqualTo(ConfigChange.READ);
        read();

        publish(set("a", "as usual"));
        assertThat(hear().configs()).containsOnlyKeys("a");

        publish(set("a", "x".repeat(40_000)));
        assertThat(hear()).isEqualTo(ConfigChange.READ);
    }
}
