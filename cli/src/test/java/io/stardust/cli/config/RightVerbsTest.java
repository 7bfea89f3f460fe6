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

class RightVerbsTest {
    @TempDir
    Path home;

    private static PretendServer server() throws IOException {
        Map<String, Object> shop = Map.ofEntries(
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
                Map.entry("createdAt", 1));
        return new PretendServer()
                .withList("/apps", shop)
                .withList("/projects", Map.of("id", 1, "name", "store", "revision", 1, "createdAt", 1))
                .with(
                        "/apps/3/config/roles",
                        Map.of("read", "operator", "edit", "operator", "publish", "admin", "reveal", "admin"))
                .with("/projects/1/config-policy", Map.of("approval", true))
                .with(
                        "/apps/3/config/approval",
                        Map.of("required", true, "draft", "d1", "editors", List.of("user:3 ann")));
    }

    @Test
    void roles_areShown_andSetAsNamed() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "roles", "shop")).isZero();
            assertThat(cli.out()).contains("publish", "admin");
            assertThat(cli.run("", "config", "roles", "shop", "--publish", "admin"))
                    .isZero();

            assertThat(server.bodies()).containsExactly("{\"publish\":\"admin\"}");
            assertThat(server.requests()).contains("GET /apps/3/config/roles", "PUT /apps/3/config/roles");
        }
    }

    @Test
    void approve_namesTheDraftThatItSaw_orTheRelease() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "approve", "shop")).isZero();
            assertThat(cli.run("", "config", "approve", "shop", "3")).isZero();
            assertThat(cli.run("", "config", "approve", "shop", "--withdraw")).isZero();

            assertThat(server.bodies()).containsExactly("{\"draft\":\"d1\"}", "{\"number\":3}");
            assertThat(server.requests()).contains("DELETE /apps/3/config/approval");
        }
    }

    @Test
    void approvalAndPolicy_areShown() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "approval", "shop")).isZero();
            assertThat(cli.out()).contains("user:3 ann");
            assertThat(cli.run("", "config", "policy", "store", "--no-approval"))
                    .isZero();

            assertThat(server.bodies()).containsExactly("{\"approval\":false}");
        }
    }
}
