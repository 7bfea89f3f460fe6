package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class CookieTest {
    private static final String PASSWORD = "correct horse 7";

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private Browser browser;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder);
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    @Test
    void signIn_putsTheTokenIntoACookieAlone_whenAskedTo() {
        Reply session = browser.signIn("anna", PASSWORD);

        assertThat(session.status()).isEqualTo(201);
        assertThat(session.at("token")).isNull();
        assertThat(browser.lastCookie())
                .startsWith("stardust_session=sd_sess_")
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=43200")
                .doesNotContain("Secure");
        Reply me = browser.call("GET", "/me", null);
        assertThat(me.text("name")).isEqualTo("anna");
        assertThat(me.text("csrf")).isEqualTo(session.text("csrf"));
        assertThat(me.number("expiresAt")).isEqualTo(session.number("expiresAt"));
        assertThat(me.at("projects.0.role")).isEqualTo("admin");
    }

    @Test
    void request_thatChangesSomethingIsRefused_withoutTheCsrfToken() {
        browser.signIn("anna", PASSWORD);
        var other = new Browser(server);
        other.signIn("anna", PASSWORD);

        Reply none = browser.withCsrf(null, "POST", "/projects", Map.of("name", "red"));
        Reply anothers = browser.withCsrf(other.csrf(), "POST", "/projects", Map.of("name", "red"));
        Reply reading = browser.withCsrf(null, "GET", "/projects", null);
        Reply right = browser.call("POST", "/projects", Map.of("name", "red"));
        other.close();

        assertThat(List.of(none.status(), anothers.status(), reading.status(), right.status()))
                .containsExactly(403, 403, 200, 201);
        assertThat(none.text("detail")).isEqualTo("X-CSRF-Token: missing (expected: the csrf of GET /me)");
        Reply denied = server.api("GET", "/changes?kind=access.denied", null);
        assertThat(denied.text("items.0.actor")).isEqualTo("user:1 anna");
        assertThat(denied.text("items.0.address")).isEqualTo("127.0.0.1");
        assertThat(denied.text("items.0.after.path")).isEqualTo("/api/v1/projects");
        assertThat((List<?>) denied.at("items")).as("within a minute once").hasSize(1);
    }

    @Test
    void bearerToken_winsOverTheCookieAndNeedsNoCsrf() {
        browser.signIn("anna", PASSWORD);
        String token = server.guest("red", "viewer").token();

        Reply me = browser.send("GET", "/me", null, Map.of("Authorization", "Bearer " + token));
        Reply made = browser.send(
                "POST", "/projects", Map.of("name", "x"), Map.of("Authorization", "Bearer " + server.admin));

        assertThat(me.text("actor")).isEqualTo("token:1 red");
        assertThat(me.at("csrf")).isNull();
        assertThat(made.status()).isEqualTo(201);
    }

    @Test
    void signIn_works_whenTheOldCookieDoesNotHoldAnyMore() {
        browser.signIn("anna", PASSWORD);
        server.clock.advance(Duration.ofHours(12));

        Reply ended = browser.call("GET", "/me", null);
        Reply again = browser.signIn("anna", PASSWORD);

        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.text("detail")).isEqualTo("the session has ended; sign in again");
        assertThat(again.status()).isEqualTo(201);
        assertThat(browser.call("GET", "/me", null).status()).isEqualTo(200);
    }

    @Test
    void signOut_clearsTheCookieAndEndsTheSession() {
        browser.signIn("anna", PASSWORD);
        String token = java.util.Objects.requireNonNull(browser.cookie("stardust_session"));

        Reply out = browser.call("DELETE", "/sessions/current", null);

        assertThat(out.status()).isEqualTo(204);
        assertThat(browser.cookie("stardust_session")).isNull();
        assertThat(server.api("GET", "/me", null, token).status()).isEqualTo(401);
    }

    @Test
    void signIn_isRefused_whenAnotherSiteAsks() {
        Reply reply = browser.send(
                "POST",
                "/sessions",
                Map.of("name", "anna", "password", PASSWORD, "cookie", true),
                Map.of("Sec-Fetch-Site", "cross-site"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(browser.cookie("stardust_session")).isNull();
    }

    /** What the form of another site can send; over plain HTTP no Sec-Fetch-Site tells of it. */
    @Test
    void signIn_isRefused_whenTheBodyIsNotSentAsJson() throws Exception {
        String form = "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\",\"cookie\":true}";
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/sessions"))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();

            HttpResponse<Void> reply = http.send(request, HttpResponse.BodyHandlers.discarding());

            assertThat(reply.statusCode()).isEqualTo(403);
            assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    /** The length of what is compressed tells of what is in it. */
    @Test
    void me_isNotCompressed_sinceItHoldsTheCsrfToken() throws Exception {
        for (int i = 0; i < 20; i++) server.api("POST", "/projects", Map.of("name", "project-" + i));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/me"))
                    .header("Authorization", "Bearer " + server.admin)
                    .header("Accept-Encoding", "gzip")
                    .build();

            HttpResponse<byte[]> reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(reply.body().length).isGreaterThan(1_024);
            assertThat(reply.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void sessions_areListedAndEnded() {
        browser.signIn("anna", PASSWORD);
        var phone = new Browser(server);
        phone.signIn("anna", PASSWORD);

        Reply all = browser.call("GET", "/me/sessions", null);
        long second = all.number("items.2.id");
        Reply ended = browser.call("DELETE", "/me/sessions/" + second, null);
        Reply none = browser.call("DELETE", "/me/sessions/4711", null);

        assertThat((List<?>) all.at("items")).as("set-up, browser, phone").hasSize(3);
        assertThat(all.text("items.1.userAgent")).isEqualTo("Test browser");
        assertThat(all.text("items.1.address")).isEqualTo("127.0.0.1");
        assertThat(all.at("items.1.current")).isEqualTo(true);
        assertThat(all.at("items.2.current")).isEqualTo(false);
        assertThat(ended.status()).isEqualTo(204);
        assertThat(none.status()).isEqualTo(404);
        assertThat(phone.call("GET", "/me", null).status()).isEqualTo(401);
        phone.close();
    }

    @Test
    void sessions_areNotForTokens() {
        String token = server.guest("red", "admin").token();

        assertThat(server.api("GET", "/me/sessions", null, token).status()).isEqualTo(403);
        assertThat(server.api("DELETE", "/me/sessions/1", null, token).status()).isEqualTo(403);
        assertThat(server.api("POST", "/me/password", Map.of("current", PASSWORD, "password", "a new one 1"), token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void password_isChangedAndEveryOtherSessionEnds() {
        browser.signIn("anna", PASSWORD);

        Reply wrong = browser.call("POST", "/me/password", Map.of("current", "guess", "password", "battery staple"));
        Reply done = browser.call("POST", "/me/password", Map.of("current", PASSWORD, "password", "battery staple"));

        assertThat(wrong.status()).isEqualTo(403);
        assertThat(done.status()).isEqualTo(204);
        assertThat(browser.call("GET", "/me", null).status()).isEqualTo(200);
        assertThat(server.api("GET", "/me", null).status())
                .as("the set-up's session")
                .isEqualTo(401);
        assertThat(browser.signIn("anna", PASSWORD).status()).isEqualTo(401);
        assertThat(browser.signIn("anna", "battery staple").status()).isEqualTo(201);
    }

    @Test
    void request_isRefused_whenItBringsTwoSessions() {
        browser.signIn("anna", PASSWORD);
        String own = "stardust_session=" + browser.cookie("stardust_session");

        try (var other = new Browser(server)) {
            assertThat(other.send("GET", "/me", null, Map.of("Cookie", own)).status())
                    .isEqualTo(200);
            assertThat(other.send("GET", "/me", null, Map.of("Cookie", own + "; stardust_session=of-another-site"))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void cookie_isOneThatNoOtherHostCanSet_overTls(@TempDir Path other) {
        var web = new ServerSettings.Web(URI.create("https://deploy.example"), null, null);
        try (var secure = ServerUnderTest.start(other, settings -> settings.withWeb(web));
                var visitor = new Browser(secure)) {
            visitor.signIn("anna", PASSWORD);

            assertThat(visitor.lastCookie())
                    .startsWith("__Host-stardust_session=sd_sess_")
                    .contains("; Path=/", "; Secure")
                    .doesNotContain("Domain");
            assertThat(visitor.call("GET", "/me", null).status()).isEqualTo(200);
            String plain = "stardust_session=" + visitor.cookie("__Host-stardust_session");
            try (var planted = new Browser(secure)) {
                assertThat(planted.send("GET", "/me", null, Map.of("Cookie", plain))
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void setUpState_tellsThatNothingIsLeftToDo() {
        Reply state = server.api("GET", "/setup", null, null);

        assertThat(state.at("needed")).isEqualTo(false);
        assertThat(state.at("oidc")).isNull();
    }
}
