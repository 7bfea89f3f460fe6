package io.stardust.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    private static final long NOW = 1_767_225_600_000L; // the terminal's

    @TempDir
    Path home;

    private static Map<String, Object> entry(long time, String level, String message) {
        return Map.of(
                "position",
                "1.0.1.1.0.1",
                "time",
                time,
                "nanos",
                0,
                "level",
                level,
                "appId",
                1,
                "app",
                "shop",
                "node",
                "web1",
                "logger",
                "shop.Cart",
                "message",
                message);
    }

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList("/apps", Map.of("id", 1, "projectId", 1, "name", "shop", "enabled", true))
                .with(
                        "/logs",
                        Map.of(
                                "items",
                                List.of(entry(NOW - 1, "error", "fails\n\tat a.B"), entry(NOW - 2, "info", "works")),
                                "complete",
                                true,
                                "scannedBytes",
                                1,
                                "damaged",
                                0));
    }

    @Test
    void logs_showTheOldestFirst() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "logs", "shop", "-q", "shop", "--since", "15m", "--level", "WARN"))
                    .isZero();

            List<String> lines = cli.out().lines().toList();
            assertThat(lines.get(0)).endsWith(".998 INFO  web1 shop.Cart: works");
            assertThat(lines.get(1)).endsWith(".999 ERROR web1 shop.Cart: fails");
            assertThat(lines.get(2)).isEqualTo("\tat a.B");
            assertThat(server.requests())
                    .contains("GET /logs?app=1&q=shop+level%3Awarn%2B&from=" + (NOW - 900_000) + "&to=" + (NOW + 1)
                            + "&limit=100");
        }
    }

    @Test
    void logs_nameTheApp_whenThereAreSeveral() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "logs", "-o", "json")).isZero();
            assertThat(cli.out()).contains("\"message\": \"works\"");
            var table = new Recorded(home, server.environment());
            assertThat(table.run("", "logs")).isZero();
            assertThat(table.out()).contains(" INFO  shop web1 shop.Cart: works");
        }
    }

    @Test
    void logs_sayWhatIsWrong_withWhatWasTyped() throws IOException {
        try (var server = server().failing("/logs", 400, "q: at character 7: expected a level")) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "logs", "--since", "soon")).isEqualTo(2);
            assertThat(cli.err()).contains("--since: soon (expected: 15m, 1h, 7d, 2026-01-31 or 2026-01-31T22:30)");
            assertThat(cli.run("", "logs", "-f", "--until", "1h")).isEqualTo(2);
            assertThat(cli.run("", "logs", "-n", "0")).isEqualTo(2);
            assertThat(cli.run("", "logs", "-q", "level:loud")).isEqualTo(2);
            assertThat(cli.err()).contains("expected a level");
        }
    }

    @Test
    void patterns_sayWhatIsNew() throws IOException {
        try (var server = server().with(
                        "/logs/patterns",
                        Map.of(
                                "patterns",
                                List.of(
                                        Map.of("pattern", "order * paid", "count", 17, "fresh", false),
                                        Map.of("pattern", "stock of * is empty", "count", 3, "fresh", true)),
                                "newSince",
                                NOW,
                                "complete",
                                true))) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "logs", "shop", "--patterns")).isZero();

            assertThat(cli.out().lines().toList().get(2)).contains("3", "new", "stock of * is empty");
            assertThat(cli.err()).contains("new: not seen in the seven days before");
        }
    }
}
