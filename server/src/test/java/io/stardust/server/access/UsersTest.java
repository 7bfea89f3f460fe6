package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    private static final String PASSWORD = "password of ben";

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

    private long make(String name) {
        return server.api("POST", "/users", Map.of("name", name, "password", PASSWORD))
                .number("user.id");
    }

    private Reply signIn(String name, String password) {
        return server.api("POST", "/sessions", Map.of("name", name, "password", password), null);
    }

    private String member(String name, long project, String role) {
        long id = make(name);
        server.api("PUT", "/projects/" + project + "/members/" + id, Map.of("role", role));
        return signIn(name, PASSWORD).text("token");
    }

    private int status(String method, String path, @Nullable Object body, @Nullable String token) {
        return server.api(method, path, body, token).status();
    }

    @Test
    void invitation_letsItsUserChooseAPassword_once() {
        Reply made = server.api("POST", "/users", Map.of("name", "ben", "displayName", "Ben B."));
        String code = made.text("invitation").substring("/invite?code=".length());
        assertThat(made.at("user.invited")).isEqualTo(true);
        assertThat(signIn("ben", PASSWORD).status()).isEqualTo(401);

        Reply in = server.api("POST", "/invitations", Map.of("code", code, "password", PASSWORD), null);
        Reply again = server.api("POST", "/invitations", Map.of("code", code, "password", PASSWORD), null);

        assertThat(in.status()).isEqualTo(201);
        assertThat(server.api("GET", "/me", null, in.text("token")).text("displayName"))
                .isEqualTo("Ben B.");
        assertThat(again.status()).isEqualTo(404);
        assertThat(signIn("ben", PASSWORD).status()).isEqualTo(201);
        assertThat(server.api("GET", "/users/" + made.number("user.id"), null).at("invited"))
                .isEqualTo(false);
    }

    @Test
    void invitation_ends_afterSevenDaysOrByANewerOne() {
        Reply made = server.api("POST", "/users", Map.of("name", "ben"));
        long id = made.number("user.id");
        String second = server.api("POST", "/users/" + id + "/invitation", null).text("invitation");
        String first = made.text("invitation");

        assertThat(accept(first)).isEqualTo(404);
        server.clock.advance(Duration.ofDays(7));
        assertThat(accept(second)).isEqualTo(404);
    }

    private int accept(String link) {
        String code = link.substring(link.indexOf('=') + 1);
        return status("POST", "/invitations", Map.of("code", code, "password", PASSWORD), null);
    }

    @Test
    void lock_endsSessionsAndTokens_andUnlockingGivesTheTokensBack() {
        long id = make("ben");
        server.api("PUT", "/projects/1/members/" + id, Map.of("role", "admin"));
        String session = signIn("ben", PASSWORD).text("token");
        String token = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci", "project", 1), session)
                .text("token");
        String enrol = server.api("POST", "/tokens", Map.of("kind", "enrol", "name", "rack"), session)
                .text("token");
        assertThat(status("GET", "/me", null, token)).isEqualTo(200);
        assertThat(enrol).startsWith("sd_enrol_");

        Reply locked = server.api("PATCH", "/users/" + id, Map.of("locked", true));

        assertThat(locked.at("locked")).isEqualTo(true);
        assertThat(status("GET", "/me", null, session)).isEqualTo(401);
        assertThat(status("GET", "/me", null, token)).isEqualTo(401);
        Reply right = signIn("ben", PASSWORD);
        assertThat(right.status()).isEqualTo(403);
        assertThat(right.text("detail")).isEqualTo("the account is locked (ask an administrator)");
        assertThat(signIn("ben", "wrong password").status()).isEqualTo(401);
        server.api("PATCH", "/users/" + id, Map.of("locked", false));
        assertThat(status("GET", "/me", null, token)).isEqualTo(200);
        assertThat(status("GET", "/me", null, session)).isEqualTo(401);
    }

    @Test
    void administrator_whoIsTheLastOneStays() {
        long invited = server.api("POST", "/users", Map.of("name", "carl", "platform", true))
                .number("user.id");

        assertThat(server.api("PATCH", "/users/1", Map.of("locked", true)).status())
                .isEqualTo(409);
        assertThat(server.api("PATCH", "/users/1", Map.of("platform", false)).status())
                .isEqualTo(409);
        assertThat(server.api("DELETE", "/users/1", null).status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/users/" + invited, null).status()).isEqualTo(204);

        server.api("POST", "/users", Map.of("name", "ben", "platform", true, "password", PASSWORD));
        assertThat(server.api("PATCH", "/users/1", Map.of("platform", false)).status())
                .isEqualTo(200);
        assertThat(server.api("GET", "/users", null).status()).isEqualTo(403);
    }

    @Test
    void edit_isRefused_whenSomebodyElseWasFaster() {
        long id = make("ben");

        assertThat(server.patch("/users/" + id, Map.of("displayName", "B"), 1).status())
                .isEqualTo(200);
        assertThat(server.patch("/users/" + id, Map.of("displayName", "C"), 1).status())
                .isEqualTo(412);
    }

    @Test
    void reset_givesAPasswordAndEndsTheSessions() {
        long id = make("ben");
        String session = signIn("ben", PASSWORD).text("token");

        assertThat(server.api("POST", "/users/" + id + "/password", Map.of("password", "another one"))
                        .status())
                .isEqualTo(204);

        assertThat(status("GET", "/me", null, session)).isEqualTo(401);
        assertThat(signIn("ben", "another one").status()).isEqualTo(201);
        assertThat(server.api("GET", "/users/" + id + "/sessions", null).number("items.0.expiresAt"))
                .isPositive();
        assertThat(server.api("DELETE", "/users/" + id + "/sessions", null).status())
                .isEqualTo(204);
        assertThat((List<?>)
                        server.api("GET", "/users/" + id + "/sessions", null).at("items"))
                .isEmpty();
    }

    @Test
    void delete_endsEverythingOfTheUser_andTheHistoryStays() {
        String session = member("ben", 1, "admin");
        String token = server.api("POST", "/tokens", Map.of("kind", "api", "name", "ci", "project", 1), session)
                .text("token");
        long id = server.api("GET", "/users?q=BEN", null).number("items.0.id");

        assertThat(server.api("DELETE", "/users/" + id, null).status()).isEqualTo(204);

        assertThat(status("GET", "/me", null, session)).isEqualTo(401);
        assertThat(status("GET", "/me", null, token)).isEqualTo(401);
        assertThat((List<?>)
                        server.api("GET", "/changes?actor=user:" + id, null).at("items"))
                .isNotEmpty();
    }

    @Test
    void role_actsFromTheNextRequestOn() {
        long red = server.api("POST", "/projects", Map.of("name", "red")).number("id");
        String viewer = member("ben", red, "viewer");
        long ben = server.api("GET", "/users?q=ben", null).number("items.0.id");
        String members = "/projects/" + red + "/members";

        assertThat(server.api("GET", "/projects", null, viewer).text("items.0.role"))
                .isEqualTo("viewer");
        assertThat(status("GET", "/projects/1", null, viewer)).isEqualTo(404);
        assertThat(status("POST", "/apps", Map.of("name", "x", "projectId", red), viewer))
                .isEqualTo(403);
        assertThat(status("POST", members, Map.of("name", "anna", "role", "viewer"), viewer))
                .isEqualTo(403);
        server.api("PUT", members + "/" + ben, Map.of("role", "admin"));
        assertThat(status("POST", members, Map.of("name", "anna", "role", "viewer"), viewer))
                .isEqualTo(201);
        assertThat(status("POST", members, Map.of("name", "anna", "role", "viewer"), viewer))
                .isEqualTo(409);
        assertThat((List<?>) server.api("GET", members, null, viewer).at("items"))
                .hasSize(2);
        assertThat(status("GET", "/projects/1/members", null, viewer)).isEqualTo(404);
        assertThat(status("PUT", "/projects/1/members/1", Map.of("role", "viewer"), viewer))
                .isEqualTo(404);
        assertThat(server.api("DELETE", members + "/" + ben, null).status()).isEqualTo(204);
        assertThat(status("GET", "/projects/" + red, null, viewer)).isEqualTo(403);
    }

    @Test
    void member_isNotMadeByNumber_byWhoAdministersTheProjectAlone() {
        long red = server.api("POST", "/projects", Map.of("name", "red")).number("id");
        String ben = member("ben", red, "admin");
        long stranger = make("stranger");
        String path = "/projects/" + red + "/members/";

        Reply guessed = server.api("PUT", path + stranger, Map.of("role", "viewer"), ben);
        Reply nobody = server.api("PUT", path + 4711, Map.of("role", "viewer"), ben);
        server.api("POST", "/projects/" + red + "/members", Map.of("name", "stranger", "role", "viewer"), ben);
        Reply known = server.api("PUT", path + stranger, Map.of("role", "operator"), ben);

        assertThat(guessed.status()).isEqualTo(404);
        assertThat(guessed.text("detail")).isEqualTo("no user " + stranger);
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(known.status()).isEqualTo(200);
    }

    @Test
    void token_neverGivesMoreThanItsOwnerHasNow() {
        String ben = member("ben", 1, "admin");
        long id = server.api("GET", "/users?q=ben", null).number("items.0.id");
        String token = server.api(
                        "POST", "/tokens", Map.of("kind", "api", "name", "ci", "project", 1, "role", "admin"), ben)
                .text("token");
        assertThat(server.api("GET", "/me", null, token).text("projects.0.role"))
                .isEqualTo("admin");

        server.api("PUT", "/projects/1/members/" + id, Map.of("role", "viewer"));
        assertThat(server.api("GET", "/me", null, token).text("projects.0.role"))
                .isEqualTo("viewer");

        server.api("DELETE", "/projects/1/members/" + id, null);
        assertThat((List<?>) server.api("GET", "/me", null, token).at("projects"))
                .isEmpty();
        assertThat(status("GET", "/projects/1", null, token)).isEqualTo(403);
    }

    @Test
    void token_cannotMakeOneThatLivesLonger() {
        Reply first = server.api("POST", "/tokens", Map.of("kind", "api", "name", "a", "expiresInDays", 2));
        String token = first.text("token");

        Reply longer = server.api("POST", "/tokens", Map.of("kind", "api", "name", "b", "expiresInDays", 90), token);
        Reply forever = server.api("POST", "/tokens", Map.of("kind", "api", "name", "c"), token);
        Reply shorter = server.api("POST", "/tokens", Map.of("kind", "api", "name", "d", "expiresInDays", 1), token);

        assertThat(longer.number("expiresAt")).isEqualTo(first.number("expiresAt"));
        assertThat(forever.number("expiresAt")).isEqualTo(first.number("expiresAt"));
        assertThat(shorter.number("expiresAt")).isLessThan(first.number("expiresAt"));
    }

    @Test
    void tokens_areListedToTheirOwnerAndTheProjectsAdministrator() {
        String viewer = member("ben", 1, "viewer");
        String admin = member("carl", 1, "admin");
        server.api("POST", "/tokens", Map.of("kind", "api", "name", "bens", "project", 1), viewer);
        server.api("POST", "/tokens", Map.of("kind", "enrol", "name", "rack", "project", 1), admin);

        assertThat((List<?>) server.api("GET", "/tokens", null, viewer).at("items"))
                .hasSize(1);
        Reply all = server.api("GET", "/tokens?kind=api&project=1", null, admin);
        assertThat((List<?>) all.at("items")).hasSize(1);
        assertThat(all.text("items.0.owner")).isEqualTo("ben");
        assertThat(status("DELETE", "/tokens/2", null, viewer)).isEqualTo(404);
        assertThat(status("DELETE", "/tokens/1", null, admin)).isEqualTo(204);
    }

    @Test
    void project_isRemoved_whenItOwnsNothing() {
        long red = server.api("POST", "/projects", Map.of("name", "red")).number("id");
        String ben = member("ben", red, "admin");
        server.api("POST", "/apps", Map.of("name", "shop", "projectId", red));
        Reply seen = server.api("GET", "/projects/" + red, null);

        assertThat(seen.number("counts.members")).isEqualTo(1);
        assertThat(server.api("DELETE", "/projects/" + red, null).status()).isEqualTo(409);
        server.api("DELETE", "/apps/1", null);
        assertThat(status("DELETE", "/projects/" + red, null, ben)).isEqualTo(403);
        assertThat(server.api("DELETE", "/projects/" + red, null).status()).isEqualTo(204);
        assertThat(server.api("DELETE", "/projects/1", null).status()).isEqualTo(409);
        assertThat((List<?>) server.api("GET", "/me", null, ben).at("projects")).isEmpty();
    }
}
