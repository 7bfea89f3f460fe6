package io.stardust.cli.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantCommandsTest {
    @TempDir
    Path home;

    private static Map<String, Object> grant() {
        Map<String, Object> grant = new HashMap<>();
        grant.put("id", 9);
        grant.put("projectId", 2);
        grant.put("consumerAppId", 1);
        grant.put("consumerApp", "shop");
        grant.put("consumerProjectId", 1);
        grant.put("providerAppId", 2);
        grant.put("providerApp", "payments");
        grant.put("note", "checkout");
        grant.put("createdBy", "user:1 anna");
        grant.put("createdAt", 1_767_225_540_000L); // a minute before the terminal's now
        return grant;
    }

    @Test
    void list_namesWhoCallsWhom_andTheirProjects() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/grants", grant())
                    .withList("/projects", Map.of("id", 2, "name", "bank", "revision", 1, "createdAt", 1));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "grant", "list", "--wide")).isZero();

            assertThat(cli.out()).contains("shop", "payments", "bank", "checkout", "1 min ago");
        }
    }

    @Test
    void remove_findsTheGrantByBothNames() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/grants", grant()).with("/grants/9", Map.of());
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "grant", "rm", "shop", "payments", "-y")).isZero();
            assertThat(cli.run("", "grant", "rm", "payments", "shop", "-y")).isEqualTo(4);

            assertThat(server.requests()).contains("DELETE /grants/9");
            assertThat(cli.out()).isEqualTo("shop can no longer call payments\n");
        }
    }
}
