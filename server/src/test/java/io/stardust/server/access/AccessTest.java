package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final Map<String, String> ANNA = Map.of("name", "anna", "password", "correct horse 7");

    @TempDir
    Path folder;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply signIn(Map<String, String> body) {
        return server.api("POST", "/sessions", body, null);
    }

    @Test
    void setUp_makesTheAdministratorOnce() {
        Reply me = server.api("GET", "/me", null);
        Reply again = server.api(
                "POST", "/setup", Map.of("code", "AAAA-BBBB-CCCC", "name", "eve", "password", "12345678"), null);

        assertThat(me.text("name")).isEqualTo("anna");
        assertThat(me.text("actor")).isEqualTo("user:1 anna");
        assertThat(me.at("platform")).isEqualTo(true);
        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void signIn_givesATokenThatHoldsTwelveHours_alsoAfterARestart() {
        Reply session = signIn(ANNA);
        assertThat(session.status()).isEqualTo(201);
        String token = session.text("token");
        assertThat(token).startsWith("sd_sess_");
        assertThat(session.number("expiresAt"))
                .isEqualTo(server.clock.instant().plus(Duration.ofHours(12)).toEpochMilli());
        assertThat(session.at("user.passwordHash")).isNull();

        server.restart();
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(200);

        server.clock.advance(Duration.ofHours(12));
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(401);
    }

    @Test
    void signIn_isRefusedAlike_whenNameOrPasswordIsWrong() {
        Reply wrongPassword = signIn(Map.of("name", "anna", "password", "incorrect horse"));
        Reply wrongName = signIn(Map.of("name", "nobody", "password", "correct horse 7"));

        assertThat(wrongPassword.status()).isEqualTo(401);
        assertThat(wrongPassword.text("detail")).isEqualTo("incorrect name or password");
        assertThat(wrongName.body()).isEqualTo(wrongPassword.body());
    }

    @Test
    void signIn_closesTheAccount_whenFiveHaveFailed() {
        for (int i = 0; i < 5; i++) signIn(Map.of("name", "anna", "password", "guess number " + i));

        Reply closed = signIn(ANNA);

        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.headers().get("retry-after")).containsExactly("301");
        server.clock.advance(Duration.ofMinutes(5));
        assertThat(signIn(ANNA).status()).isEqualTo(201);
    }

    @Test
    void signOut_endsTheSessionAtOnce() {
        String token = signIn(ANNA).text("token");
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(200);

        Reply out = server.api("DELETE", "/sessions/current", null, token);

        assertThat(out.status()).isEqualTo(204);
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(401);
        assertThat(server.api("GET", "/me", null).status()).isEqualTo(200);
    }

    @Test
    void token_actsForItsPerson_untilRevoked() {
        Reply made = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci"));
        String token = made.text("token");
        Reply me = server.api("GET", "/me", null, token);
        assertThat(token).startsWith("sd_api_").hasSize(7 + 43);
        assertThat(me.text("actor")).isEqualTo("token:1 ci");
        assertThat(me.at("platform")).isEqualTo(true);

        Reply revoked = server.api("DELETE", "/tokens/" + made.number("id"), null);

        assertThat(revoked.status()).isEqualTo(204);
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(401);
    }

    @Test
    void token_ends_whenItExpires() {
        String token = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci", "expiresInDays", 1))
                .text("token");
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(200);

        server.clock.advance(Duration.ofDays(1));

        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(401);
    }

    @Test
    void token_ofAProjectSeesNothingOfOthers() {
        Guest red = server.guest("red", "admin");
        Guest blue = server.guest("blue", "admin");

        Reply projects = server.api("GET", "/projects", null, red.token());
        Reply other = server.api("GET", "/projects/" + blue.project(), null, red.token());
        Reply edit = server.api("PATCH", "/projects/" + blue.project(), Map.of("displayName", "x"), red.token());
        Reply tokens = server.api("GET", "/tokens", null, red.token());
        Reply revoke = server.api("DELETE", "/tokens/2", null, red.token());
        Reply changes = server.api("GET", "/changes", null, red.token());

        assertThat(projects.at("items.0.name")).isEqualTo("red");
        assertThat((List<?>) projects.at("items")).hasSize(1);
        assertThat(other.status()).isEqualTo(404);
        assertThat(edit.status()).isEqualTo(404);
        assertThat((List<?>) tokens.at("items")).hasSize(1);
        assertThat(revoke.status()).isEqualTo(404);
        assertThat(String.valueOf(changes.body())).doesNotContain("blue").contains("red");
    }

    @Test
    void token_cannotMakeOneThatMayMore() {
        Guest operator = server.guest("red", "operator");

        Reply admin = server.api(
                "POST",
                "/tokens",
                Map.of("kind", "api", "name", "up", "project", operator.project(), "role", "admin"),
                operator.token());
        Reply everything = server.api("POST", "/tokens", Map.of("kind", "api", "name", "up"), operator.token());
        Reply elsewhere =
                server.api("POST", "/tokens", Map.of("kind", "api", "name", "up", "project", 1), operator.token());
        Reply enrol = server.api(
                "POST",
                "/tokens",
                Map.of("kind", "enrol", "name", "up", "project", operator.project()),
                operator.token());
        Reply project = server.api("POST", "/projects", Map.of("name", "mine"), operator.token());

        assertThat(List.of(admin.status(), everything.status(), elsewhere.status(), enrol.status(), project.status()))
                .containsExactly(403, 400, 404, 403, 403);
    }

    @Test
    void project_isEditedFromItsRevision() {
        long id = server.api("POST", "/projects", Map.of("name", "red")).number("id");
        Reply first = server.patch("/projects/" + id, Map.of("displayName", "Red"), 1);
        Reply late = server.patch("/projects/" + id, Map.of("displayName", "Rot"), 1);
        Reply twin = server.patch("/projects/" + id, Map.of("name", "default"), 2);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().get("etag")).containsExactly("\"2\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(twin.status()).isEqualTo(409);
        assertThat(server.api("GET", "/projects/" + id, null).text("displayName"))
                .isEqualTo("Red");
    }

    @Test
    void projects_arePagedAndSearched() {
        for (String name : List.of("red", "green", "dark-red")) server.api("POST", "/projects", Map.of("name", name));

        Reply first = server.api("GET", "/projects?q=RED&limit=1", null);
        Reply second = server.api("GET", "/projects?q=red&limit=1&cursor=" + first.number("next"), null);
        Reply literal = server.api("GET", "/projects?q=%25", null);

        assertThat(first.text("items.0.name")).isEqualTo("red");
        assertThat(second.text("items.0.name")).isEqualTo("dark-red");
        assertThat(second.at("next")).isNull();
        assertThat((List<?>) literal.at("items")).isEmpty();
    }

    @Test
    void fields_areBounded_andNamed() {
        assertThat(detail(Map.of("name", "No Blanks")))
                .isEqualTo("name: No Blanks (expected: 1–63 of a-z 0-9 . _ -, a letter or digit first)");
        assertThat(detail(Map.of())).isEqualTo("name: missing");
        assertThat(detail(Map.of("name", "a", "displayName", "x".repeat(201))))
                .isEqualTo("displayName: 201 characters (expected: at most 200 characters)");
        assertThat(detail(Map.of("nmae", "a"))).contains("nmae");
    }

    private String detail(Map<String, String> project) {
        Reply reply = server.api("POST", "/projects", project);
        assertThat(reply.status()).isEqualTo(400);
        return reply.text("detail");
    }

    @Test
    @Tag("sqlite")
    void secrets_areNowhereInTheDataFolder() throws Exception {
        String token = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci"))
                .text("token");
        String session = signIn(ANNA).text("token");
        server.close();

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content).as(file.toString()).doesNotContain(token, session, "correct horse 7");
            }
        }
        try (var sql = TestDatabase.connect(folder);
                var row = sql.createStatement().executeQuery("select password_hash from person")) {
            assertThat(row.getString(1)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
    }

    @Test
    void changes_tellNamesInAnyScript() {
        server.api("POST", "/projects", Map.of("name", "red", "displayName", "红 Größe 😀"));

        Reply changes = server.api("GET", "/changes?kind=project.created", null);

        assertThat(changes.at("items.0.after.displayName")).isEqualTo("红 Größe 😀");
        assertThat(changes.text("items.0.actor")).isEqualTo("user:1 anna");
    }

    @Test
    void lastUse_isNotedWithoutAChange() {
        String token = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci"))
                .text("token");
        server.clock.advance(Duration.ofMinutes(3));
        server.api("GET", "/me", null, token);
        @Nullable Object before = server.api("GET", "/changes", null).at("items");

        server.restart(); // the notes are written at the latest when it stops

        Reply tokens = server.api("GET", "/tokens", null);
        assertThat(tokens.number("items.0.lastUsedAt")).isEqualTo(server.clock.millis());
        assertThat(server.api("GET", "/changes", null).at("items")).isEqualTo(before);
    }
}
