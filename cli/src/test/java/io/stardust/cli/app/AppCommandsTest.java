package io.stardust.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppCommandsTest {
    @TempDir
    Path home;

    private static Map<String, Object> app(int id, String name, boolean approved, long instances) {
        Map<String, Object> app = new HashMap<>();
        app.put("id", id);
        app.put("projectId", 1);
        app.put("name", name);
        app.put("enabled", true);
        app.put("approved", approved);
        app.put("introduced", false);
        app.put("secretProved", true);
        app.put("allowAddresses", List.of());
        app.put("denyAddresses", List.of());
        app.put("lastLoginAt", 1_767_225_540_000L); // a minute before the terminal's now
        app.put("revision", 4);
        app.put("createdAt", 1);
        app.put("counts", Map.of("deployments", 1, "keys", 1, "instances", instances));
        return app;
    }

    private static final Map<String, Object> KEY =
            Map.of("id", 7, "appId", 1, "name", "web1", "createdAt", 1, "createdBy", "user:1 anna", "placementId", 5);

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList("/apps", app(1, "shop", true, 2), app(2, "gone", true, 0), app(3, "newcomer", false, 0))
                .withList("/projects", Map.of("id", 1, "name", "store", "revision", 1, "createdAt", 1));
    }

    @Test
    void list_namesProjects_andPutsFirstWhatNeedsAPerson() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "list", "--wide")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("newcomer", "pending"),
                            line -> assertThat(line).contains("gone", "no instances"),
                            line -> assertThat(line).contains("shop", "store", "enabled", "1 min ago"));
        }
    }

    @Test
    void list_asksForThoseThatWait_whenOnlyTheyAreMeant() throws IOException {
        try (var server = server()) {
            new Recorded(home, server.environment()).run("", "app", "ls", "--pending", "-o", "json");

            assertThat(server.requests()).containsExactly("GET /apps?approved=false&limit=200");
        }
    }

    @Test
    void show_saysWhichClassItsLogsAreIn_andThatItIsGone() throws IOException {
        Map<String, Object> ledger = app(4, "ledger", true, 1);
        ledger.put("logClass", "audit");
        try (var server = server().withList("/apps", ledger)) {
            var cli = new Recorded(home, server.environment());
            assertThat(cli.run("", "app", "show", "ledger")).isZero();
            assertThat(cli.out()).containsPattern("log class +audit");
        }
        ledger.put("lacksClass", true);
        try (var server = server().withList("/apps", ledger)) {
            var cli = new Recorded(home, server.environment());
            assertThat(cli.run("", "app", "show", "ledger")).isZero();
            assertThat(cli.out()).containsPattern("log class +standard, since the server has no class audit");
        }
    }

    @Test
    void edit_asksForAnotherClass() throws IOException {
        try (var server = server()) {
            new Recorded(home, server.environment()).run("", "app", "edit", "shop", "--log-class", "audit");

            assertThat(server.bodies()).containsExactly("{\"logClass\":\"audit\"}");
        }
    }

    @Test
    void approveAndRefuse_meanOnlyThoseThatWait() throws IOException {
        try (var server = server()) {
            server.with("/apps/3/approve", app(3, "newcomer", true, 0)).with("/apps/3", Map.of());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "approve", "newcomer")).isZero();
            assertThat(cli.run("", "app", "refuse", "newcomer")).isZero();
            assertThat(cli.run("", "app", "refuse", "shop")).isEqualTo(2);

            assertThat(server.requests())
                    .contains("POST /apps/3/approve", "DELETE /apps/3")
                    .doesNotContain("DELETE /apps/1");
            assertThat(cli.err()).contains("next: stardust app list --pending");
        }
    }

    @Test
    void key_isPrintedAlone_soThatAScriptTakesIt() throws IOException {
        try (var server = server()) {
            server.with("/apps/1/keys", Map.of("key", KEY, "secret", "s3cret"));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "key", "create", "shop", "--name", "web1"))
                    .isZero();

            assertThat(cli.out()).isEqualTo("s3cret\n");
            assertThat(cli.err()).contains("#7").contains("not shown again");
        }
    }

    @Test
    void keys_areNamedByWhereTheyAreUsed() throws IOException {
        try (var server = server()) {
            server.withList("/apps/1/keys", KEY);
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "keys", "shop", "--wide")).isZero();

            assertThat(cli.out()).contains("web1", "valid", "a removed placement", "never", "user:1 anna");
        }
    }

    @Test
    void keys_sayWhichEndWithinAWeek() throws IOException {
        try (var server = server()) {
            long day = 86_400_000L;
            long now = 1_767_225_600_000L; // the terminal's
            server.withList(
                    "/apps/1/keys",
                    keyUntil(1, "over", now),
                    keyUntil(2, "soon", now + 6 * day),
                    keyUntil(3, "later", now + 8 * day));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "keys", "shop", "--wide")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("over", "expired"),
                            line -> assertThat(line).contains("soon", "expires soon"),
                            line -> assertThat(line).contains("later", "valid"));
        }
    }

    private static Map<String, Object> keyUntil(int id, String name, long end) {
        return Map.of("id", id, "appId", 1, "name", name, "createdAt", 1, "createdBy", "user:1 anna", "expiresAt", end);
    }

    @Test
    void revoke_findsTheKeyByName() throws IOException {
        try (var server = server()) {
            server.withList("/apps/1/keys", KEY).with("/apps/1/keys/7", Map.of());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "key", "revoke", "shop", "web1")).isZero();
            assertThat(cli.run("", "app", "key", "revoke", "shop", "web9")).isEqualTo(4);

            assertThat(server.requests()).contains("DELETE /apps/1/keys/7");
        }
    }

    @Test
    void instances_showWhatTheyUse() throws IOException {
        try (var server = server()) {
            server.withList(
                    "/apps/1/instances",
                    Map.of(
                            "client",
                            "10.0.0.1@12",
                            "address",
                            "10.0.0.1",
                            "node",
                            "web1",
                            "sdk",
                            true,
                            "linked",
                            true,
                            "since",
                            1_767_225_540_000L,
                            "lastSeen",
                            1_767_225_540_000L,
                            "meters",
                            Map.of("cpu", 0.25, "memory", 1_048_576, "threads", 9, "handles", 4)));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "app", "instances", "shop", "--wide")).isZero();

            assertThat(cli.out()).contains("10.0.0.1@12", "connected", "web1", "1.0 MB", "0.25", "1 min");
        }
    }

    @Test
    void command_exitsByWhatTheInstancesAnswered() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());
            server.with("/apps/1/commands", answered("done"));
            assertThat(cli.run("", "app", "command", "shop", "app/freeMemory", "--wait"))
                    .isZero();
            server.with("/apps/1/commands", answered("ready"));
            assertThat(cli.run("", "app", "command", "shop", "app/freeMemory", "--wait"))
                    .isEqualTo(6);
            server.with("/apps/1/commands", answered("error"));
            assertThat(cli.run("", "app", "command", "shop", "app/freeMemory", "--wait"))
                    .isEqualTo(1);
            assertThat(cli.run("", "app", "command", "shop", "app/freeMemory")).isZero();

            assertThat(cli.out()).contains("10.0.0.1@12", "no answer yet", "sent to 1 instance");
        }
    }

    private static Map<String, Object> answered(String status) {
        return Map.of("items", List.of(Map.of("id", 1, "client", "10.0.0.1@12", "status", status)), "sent", 1);
    }
}
