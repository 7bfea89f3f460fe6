package io.stardust.server.logs;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.log.LogEvent;
import io.stardust.client.log.LogSender;
import io.stardust.client.log.LogSettings;
import io.stardust.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's sender against a real server. */
class SenderTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private TestLogs shop;
    private int port;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder.resolve("server"));
        shop = new TestLogs(server, "shop", 1);
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LogSettings settings() {
        Map<String, String> variables = new HashMap<>();
        variables.put("STARDUST_SERVER", "http://127.0.0.1:" + port);
        variables.put("STARDUST_APP_ID", "shop");
        variables.put("STARDUST_SECRET", shop.token.substring("shop.".length()));
        variables.put("STARDUST_INSTANCE", "shop@web1");
        variables.put("STARDUST_RELEASE", "1.4");
        variables.put("STARDUST_NODE", "web1");
        return LogSettings.of(variables);
    }

    private LogEvent event(String message) {
        long now = server.clock.millis() * 1_000_000;
        return new LogEvent(
                now,
                LogEvent.Level.ERROR,
                "shop.Cart",
                "main",
                TRACE,
                message,
                "java.lang.Error: no",
                Map.of("order", "17"));
    }

    private List<String> found(String query) {
        return TestLogs.messages(TestLogs.search(server, server.admin, "app=shop&limit=1000&" + query));
    }

    @Test
    void event_isFoundWithAllItHas() {
        try (LogSender sender = new LogSender(settings()).start()) {
            assertThat(sender.offer(event("payment fails"))).isTrue();
            await(() -> !found("q=payment").isEmpty());
        }

        var found = shop.search("level:error release:1.4 node:web1 thread:main @order:17 trace:" + TRACE);
        assertThat(found.text("items.0.message")).isEqualTo("payment fails\njava.lang.Error: no");
        assertThat(found.at("items.0.logger")).isEqualTo("shop.Cart");
        assertThat(found.at("items.0.instance")).isEqualTo("shop@web1");
    }

    @Test
    void everyEvent_isThereOnce_whenTheServerWasAway_andTheAppWasStartedAnew() {
        Path waiting = folder.resolve("waiting");
        try (LogSender sender = new LogSender(settings().withFolder(waiting)).start()) {
            for (int i = 0; i < 500; i++) sender.offer(event("event" + i));
            await(() -> found("").size() == 500);
            server.stop();
            for (int i = 500; i < 1_000; i++) sender.offer(event("event" + i));
            await(() -> waits(waiting) > 0);
        }
        server.restart();
        port = server.port();

        try (LogSender sender = new LogSender(settings().withFolder(waiting)).start()) {
            sender.offer(event("event1000"));
            await(() -> waits(waiting) == 0 && !found("q=event1000").isEmpty());
        }

        Set<String> seen = new HashSet<>(found("order=oldest"));
        seen.addAll(found("order=newest"));
        assertThat(seen).hasSize(1_001);
        assertThat(server.api("GET", "/logs/histogram?" + TestLogs.around(server), null)
                        .number("total"))
                .isEqualTo(1_001);
    }

    private static long waits(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".otlp")).count();
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    @Test
    void offer_dropsAndSaysSo_whenThereIsNoRoom() {
        try (LogSender sender = new LogSender(settings().withBounds(10, 1 << 20))) {
            for (int i = 0; i < 100; i++) sender.offer(event("event" + i));
            assertThat(sender.dropped()).isEqualTo(90);
            sender.start();
            await(() -> !found("q=dropped").isEmpty());
        }

        assertThat(found("q=dropped")).containsExactly("dropped events of shop: 90 came too fast");
    }
}
