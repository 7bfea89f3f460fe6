package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import io.stardust.client.config.Values;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.instance.TestApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people publish, as an app with our SDK gets it. */
class SdkConfigTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private TestApp app;
    private String config;
    private String token; // of somebody who may publish

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder.resolve("server"));
        ServerUnderTest.Guest guest = server.guest("shop", "operator");
        token = guest.token();
        app = TestApp.keyed(server, "orders", guest.project());
        config = "/apps/" + app.id() + "/config";
        server.clock.advance(Duration.between(server.clock.instant(), Instant.now())); // the SDK's proofs are of today
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private Stardust sdk(String url, Duration firstWait, String secret) {
        return Stardust.builder()
                .server(url)
                .app("orders")
                .secret(secret)
                .cache(folder.resolve("cache"))
                .firstWait(firstWait)
                .leaveWait(Duration.ZERO)
                .start();
    }

    private String secret() {
        return Objects.requireNonNull(app.secret);
    }

    private void put(String key, String value) {
        server.api("POST", config + "/draft", Map.of("edits", List.of(Map.of("key", key, "value", value))), token);
        publish(Map.of());
    }

    private void publish(Map<String, ?> body) {
        assertThat(server.api("POST", config + "/releases", body, token).status())
                .isEqualTo(201);
    }

    private static Values heard(BlockingQueue<Values> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(LONG.toSeconds(), TimeUnit.SECONDS), "nothing was heard");
    }

    @Test
    void app_hearsOfReleaseAndRollback_andStartsWithoutTheServer() throws Exception {
        put("db:host", "a");
        BlockingQueue<Values> queue = new LinkedBlockingQueue<>();
        try (Stardust sdk = sdk(url(), LONG, secret())) {
            assertThat(sdk.config().get("db:host")).isEqualTo("a");
            sdk.config().onChange(queue::add);

            put("db:host", "b");
            assertThat(heard(queue).get("db:host")).isEqualTo("b");

            publish(Map.of("number", 1));
            Values back = heard(queue);
            assertThat(back.all()).isEqualTo(Map.of("db:host", "a"));
            assertThat(sdk.config().values()).isSameAs(back);
        } // closing it ends the thread that keeps what it has heard
        try (Stardust sdk = sdk(url(), LONG, secret())) {
            assertThat(sdk.config().get("db:host")).isEqualTo("a");
        }

        try (Stardust sdk = sdk(NOBODY, Duration.ofMillis(50), secret());
                Stardust stranger = sdk(NOBODY, Duration.ofMillis(50), "wrong")) {
            assertThat(sdk.config().get("db:host")).isEqualTo("a");
            assertThat(stranger.config().get("db:host")).isNull();
        }
    }

    @Test
    void app_getsNothing_whenItsSecretIsWrong() {
        put("db:host", "a");

        try (Stardust sdk = sdk(url(), Duration.ofMillis(500), "wrong")) {
            assertThat(sdk.config().values().all()).isEmpty();
            assertThat(sdk.config().values().version()).isZero();
        }
    }
}
