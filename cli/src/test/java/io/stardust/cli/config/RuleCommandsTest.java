package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCommandsTest {
    @TempDir
    Path home;

    private static Map<String, Object> rule(long id, int priority, String scope, Map<String, String> labels) {
        return Map.of(
                "id",
                id,
                "projectId",
                1,
                "ip",
                List.of("10.0.0.0/8"),
                "localIp",
                List.of(),
                "labels",
                labels,
                "scope",
                scope,
                "priority",
                priority,
                "revision",
                6,
                "createdAt",
                1,
                "updatedAt",
                1);
    }

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList("/projects", Map.of("id", 1, "name", "store", "revision", 1, "createdAt", 1))
                .withList("/config/rules", rule(1, 0, "live", Map.of()), rule(2, 9, "", Map.of("env", "test")))
                .with("/config/rules/2", rule(2, 9, "", Map.of("env", "test")));
    }

    @Test
    void list_putsFirstWhatWins() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "rule", "list")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("2", "none", "ip 10.0.0.0/8; env=test", "store"),
                            line -> assertThat(line).contains("1", "live", "ip 10.0.0.0/8"));
        }
    }

    @Test
    void create_sendsWhatWasNamed() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            cli.run("", "config", "rule", "create", "test", "--ip", "10.*", "--ip", "172.*", "--label", "env=test");

            assertThat(server.bodies())
                    .containsExactly("{\"ip\":[\"10.*\",\"172.*\"],\"labels\":{\"env\":\"test\"},\"scope\":\"test\"}");
        }
    }

    @Test
    void edit_goesFromTheRevisionThatWasSeen_andRemoveTakesItAway() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "rule", "edit", "2", "--priority", "5"))
                    .isZero();
            assertThat(cli.run("", "config", "rule", "remove", "2")).isZero();

            assertThat(server.bodies()).containsExactly("{\"priority\":5}");
            assertThat(server.requests()).contains("PATCH /config/rules/2", "DELETE /config/rules/2");
        }
    }
}
