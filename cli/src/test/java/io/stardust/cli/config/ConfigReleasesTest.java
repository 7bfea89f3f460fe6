package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens before and after a publish: checks, plans, gray releases, instances, secrets. */
class ConfigReleasesTest {
    @TempDir
    Path home;

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList(
                        "/apps",
                        Map.ofEntries(
                                Map.entry("id", 3),
                                Map.entry("projectId", 1),
                                Map.entry("name", "shop"),
                                Map.entry("enabled", true),
                                Map.entry("approved", true),
                                Map.entry("introduced", false),
                                Map.entry("secretProved", true),
                                Map.entry("allowAddresses", List.of()),
                                Map.entry("denyAddresses", List.of()),
                                Map.entry("revision", 4),
                                Map.entry("createdAt", 1)));
    }

    private static Map<String, Object> gray() {
        return Map.ofEntries(
                Map.entry("clients", List.of("shop@web1")),
                Map.entry("nodes", List.of()),
                Map.entry("labels", Map.of()),
                Map.entry("percent", 25),
                Map.entry("instances", 2),
                Map.entry("message", "new database"),
                Map.entry("author", "anna"),
                Map.entry("createdAt", 1),
                Map.entry("placements", List.of()),
                Map.entry("held", false),
                Map.entry(
                        "items",
                        List.of(Map.of(
                                "key", "a", "scope", "", "kind", "changed", "before", "1", "after", "2", "secret",
                                false))));
    }

    @Test
    void check_fails_whenThereAreProblems_andShowsThem() throws IOException {
        try (var server = server()) {
            var problem = Map.of("key", "url", "scope", "test", "message", "${host} finds nothing");
            server.with("/apps/3/config/check", Map.of("problems", List.of(problem), "effects", List.of()));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "check", "shop")).isEqualTo(1);

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(line -> assertThat(line).contains("url", "test", "${host} finds nothing"));
            assertThat(cli.err()).contains("1 problem");
            assertThat(cli.run("", "config", "check", "shop", "-o", "json")).isEqualTo(1);
        }
    }

    @Test
    void check_saysPerAppAndScope_whatRunningInstancesWouldReceive() throws IOException {
        try (var server = server()) {
            var items = List.of(
                    Map.of("key", "host", "before", "10.0.0.5", "after", "10.0.0.9", "secret", false),
                    Map.of("key", "pass", "secret", true),
                    Map.of("key", "gone", "before", "", "secret", false));
            var effect = Map.of("app", "cart", "scope", "test", "instances", 2, "items", items);
            server.with("/apps/3/config/check", Map.of("problems", List.of(), "effects", List.of(effect)));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "check", "shop", "3")).isZero();

            assertThat(cli.out().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("2 running instances of app cart in scope test:"),
                            line -> assertThat(line).contains("KEY", "BEFORE", "AFTER"),
                            line -> assertThat(line).contains("host", "10.0.0.5", "10.0.0.9"),
                            line -> assertThat(line).contains("pass", "***"),
                            line -> assertThat(line).contains("gone", "(empty)", "-"));
            assertThat(server.requests()).contains("GET /apps/3/config/check?number=3");
        }
    }

    @Test
    void publish_isPlanned_whenATimeIsGiven_andUnplanTakesItBack() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/config/releases", Map.of()).with("/apps/3/config/plan", Map.of());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "publish", "shop", "--at", "2026-03-01T22:30", "-m", "night"))
                    .isZero();
            assertThat(cli.run("", "config", "unplan", "shop")).isZero();

            long at = LocalDateTime.parse("2026-03-01T22:30")
                    .atZone(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
            assertThat(server.bodies()).containsExactly("{\"message\":\"night\",\"at\":%d,\"edits\":[]}".formatted(at));
            assertThat(cli.out())
                    .contains("scheduled for 2026-03-01 22:30:00; cancel with: stardust config unplan shop")
                    .contains("scheduled publish of the config of shop canceled");
            assertThat(server.requests()).contains("DELETE /apps/3/config/plan");
            assertThat(cli.run("", "config", "publish", "shop", "--at", "soon")).isEqualTo(2);
        }
    }

    @Test
    void gray_begins_whenThereIsNone() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());
            assertThat(cli.run("", "config", "gray", "shop")).isEqualTo(4);
            assertThat(cli.err()).contains("app shop has no gray release");

            // the answer to the POST is none here; what was asked counts
            assertThat(cli.run("", "config", "gray", "shop", "--percent", "10", "-m", "new database"))
                    .isEqualTo(4);

            assertThat(server.bodies())
                    .containsExactly(
                            "{\"message\":\"new database\",\"clients\":[],\"nodes\":[],\"labels\":{},\"percent\":10}");
            assertThat(server.requests()).contains("POST /apps/3/config/gray");
            assertThat(cli.run("", "config", "gray", "shop", "-m", "alone")).isEqualTo(2);
        }
    }

    @Test
    void gray_namesItsInstancesAnew_whenOneIsInProgress() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/config/gray", gray());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run(
                            "",
                            "config",
                            "gray",
                            "shop",
                            "--instance",
                            "shop@web1,10.0.0.1@5",
                            "-n",
                            "web2",
                            "--label",
                            "zone=east"))
                    .isZero();

            assertThat(server.bodies())
                    .containsExactly(
                            "{\"clients\":[\"shop@web1\",\"10.0.0.1@5\"],\"nodes\":[\"web2\"],\"labels\":{\"zone\":\"east\"}}");
            assertThat(server.requests()).contains("PUT /apps/3/config/gray");
            assertThat(cli.run("", "config", "gray", "shop", "--percent", "50", "-m", "why"))
                    .isEqualTo(2);
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void gray_showsTheOneInProgress() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/config/gray", gray());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "gray", "shop")).isZero();

            assertThat(cli.out()).contains("new database", "shop@web1", "25%", "2 running instances", "changed");
            assertThat(cli.err()).contains("stardust config promote shop");
            assertThat(server.bodies()).isEmpty();
        }
    }

    @Test
    void promote_andWithdraw_endIt() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/config/gray", Map.of())
                    .with(
                            "/apps/3/config/gray/promotion",
                            Map.of("number", 8, "author", "anna", "changes", 1, "createdAt", 1));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "promote", "shop", "-m", "for all"))
                    .isZero();
            assertThat(cli.run("", "config", "withdraw", "shop")).isZero();

            assertThat(cli.out()).isEqualTo("""
                            release #8 of the config of shop published: 1 change
                            gray release of app shop withdrawn; its edits are in the draft
                            """);
            assertThat(server.bodies()).containsExactly("{\"message\":\"for all\"}");
            assertThat(server.requests()).contains("DELETE /apps/3/config/gray");
        }
    }

    @Test
    void instances_saysWhoHasWhat_andWhichKeysAreNotUsed() throws IOException {
        try (var server = server()) {
            var current = Map.of("client", "shop@web1", "scope", "test", "version", 9, "current", true, "gray", true);
            var silent = Map.of("client", "10.0.0.1@5", "scope", "", "current", false, "gray", false);
            server.with(
                    "/apps/3/config/instances",
                    Map.of(
                            "items",
                            List.of(current, silent),
                            "unused",
                            List.of("old:key"),
                            "missing",
                            List.of("db:port")));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "instances", "shop")).isZero();

            assertThat(cli.out().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("INSTANCE", "GRAY"),
                            line -> assertThat(line).contains("shop@web1", "test", "current", "9", "gray"),
                            line -> assertThat(line).contains("10.0.0.1@5", "not read", "never"),
                            line -> assertThat(line).contains("KEY"),
                            line -> assertThat(line).contains("db:port", "read, but has no value"),
                            line -> assertThat(line).contains("old:key", "not read for 7 days"));
        }
    }

    @Test
    void reveal_printsTheValue_asItIs() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/config/reveal", Map.of("value", "hush\ntwo"));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "reveal", "shop", "db:password", "--scope", "test"))
                    .isZero();

            assertThat(cli.out()).isEqualTo("hush\ntwo\n");
            assertThat(server.bodies()).containsExactly("{\"key\":\"db:password\",\"scope\":\"test\"}");
        }
    }
}
