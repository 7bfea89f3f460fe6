package io.stardust.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class AppAccessTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private long app;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        app = server.api("POST", "/apps", Map.of("name", "shop")).number("id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createKey_showsTheSecretOnce_andNoChangeHoldsIt() {
        Reply made = server.api("POST", "/apps/" + app + "/keys", Map.of("name", "ci", "expiresInDays", 30));
        String secret = made.text("secret");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.number("key.expiresAt")).isEqualTo(server.clock.millis() + 30L * 86_400_000);
        assertThat(String.valueOf(
                        server.api("GET", "/apps/" + app + "/keys", null).body()))
                .contains("ci")
                .doesNotContain(secret);
        assertThat(String.valueOf(server.api("GET", "/changes", null).body()))
                .contains("appKey.created")
                .doesNotContain(secret);
        assertThat(server.api("GET", "/apps/" + app, null).number("counts.keys"))
                .isEqualTo(1);
    }

    @Test
    void revokeKey_isRefused_whenItWasRevokedAlready() {
        long key = server.api("POST", "/apps/" + app + "/keys", Map.of("name", "ci"))
                .number("key.id");

        assertThat(server.api("DELETE", "/apps/" + app + "/keys/" + key, null).status())
                .isEqualTo(204);
        assertThat(server.api("DELETE", "/apps/" + app + "/keys/" + key, null).status())
                .isEqualTo(409);
        assertThat(server.api("GET", "/apps/" + app, null).number("counts.keys"))
                .isZero();
    }

    @Test
    void keys_areSeenByOperatorsAndMadeByAdmins() {
        var operator = server.guest("tills", "operator");
        long theirs = server.api("POST", "/apps", Map.of("name", "till", "projectId", operator.project()))
                .number("id");
        String keys = "/apps/" + theirs + "/keys";

        assertThat(server.api("GET", keys, null, operator.token()).status()).isEqualTo(200);
        assertThat(server.api("POST", keys, Map.of("name", "x"), operator.token())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void edit_keepsListsAndControl_andRefusesWhatIsNoAddress() {
        Reply edited = server.patch(
                "/apps/" + app,
                Map.of(
                        "allowAddresses",
                        List.of("10.0.0.0/8", "192.168.1.*"),
                        "denyAddresses",
                        List.of("10.0.0.66"),
                        "control",
                        "A1B2C3D4, till"),
                1);

        assertThat(edited.at("allowAddresses")).isEqualTo(List.of("10.0.0.0/8", "192.168.1.*"));
        assertThat(edited.at("denyAddresses")).isEqualTo(List.of("10.0.0.66"));
        assertThat(edited.at("control")).isEqualTo("A1B2C3D4,till");
        assertThat(server.patch("/apps/" + app, Map.of("allowAddresses", List.of("nowhere")), 2)
                        .text("detail"))
                .isEqualTo("allowAddresses: nowhere (expected: an address, 10.0.*, or 10.0.0.0/8)");
        assertThat(server.patch("/apps/" + app, Map.of("control", "a b"), 2).status())
                .isEqualTo(400);
        assertThat(server.patch("/apps/" + app, Map.of("allowAddresses", List.of(), "control", ""), 2)
                        .at("control"))
                .isNull();
    }

    @Test
    void project_keepsItsListsToo() {
        Reply edited = server.patch("/projects/1", Map.of("denyAddresses", List.of("203.0.113.0/24")), 1);

        assertThat(edited.at("denyAddresses")).isEqualTo(List.of("203.0.113.0/24"));
        assertThat(server.patch("/projects/1", Map.of("denyAddresses", List.of("x")), 2)
                        .status())
                .isEqualTo(400);
    }
}
