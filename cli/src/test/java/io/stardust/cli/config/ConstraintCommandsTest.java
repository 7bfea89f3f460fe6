package io.stardust.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstraintCommandsTest {
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
                .with(
                        "/apps/3/config/constraints",
                        Map.of(
                                "items",
                                List.of(
                                        Map.of("key", "limits", "required", false, "schema", "{\"type\":\"object\"}"),
                                        Map.of("key", "port", "required", true, "pattern", "[0-9]+"))));
    }

    @Test
    void list_tellsWhatIsDemanded() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "constraint", "list", "shop")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("limits", "yes"),
                            line -> assertThat(line).contains("port", "[0-9]+"));
        }
    }

    @Test
    void set_readsTheSchemaFromItsFile() throws IOException {
        Path file = Files.writeString(home.resolve("a.json"), "{\"type\":\"string\"}");
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            cli.run("", "config", "constraint", "set", "shop", "host", "--required", "--schema", file.toString());

            assertThat(server.bodies())
                    .containsExactly(
                            "{\"key\":\"host\",\"required\":true,\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}");
            assertThat(server.requests()).contains("PUT /apps/3/config/constraints");
        }
    }

    @Test
    void show_printsTheSchemaAlone() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "config", "constraint", "show", "shop", "limits"))
                    .isZero();
            assertThat(cli.out()).isEqualTo("{\"type\":\"object\"}\n");
            assertThat(cli.run("", "config", "constraint", "show", "shop", "port"))
                    .isNotZero();
        }
    }
}
