package io.stardust.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class AppTokensTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp app;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        app = TestApp.keyed(server, "shop", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply password(String secret) {
        return server.link(
                "/OAuth/Token",
                Map.of("grant_type", "password", "username", "shop", "password", secret, "clientId", "10.0.0.7@9"),
                null);
    }

    @Test
    void ping_renews_whenLittleIsLeft_andTheOldOneGoesOn() {
        assertThat(app.ping().at("data.Token")).isNull();

        server.clock.advance(Duration.ofMinutes(111));
        String fresh = app.ping().text("data.Token");

        assertThat(app.ping().code()).isZero();
        app.token = fresh;
        server.clock.advance(Duration.ofMinutes(100));
        assertThat(app.ping().at("data.Token")).isNull();
        assertThat(app.ping().code()).isZero();
    }

    @Test
    void ping_healsAClientThatNeverLogsInAgain_withinADay() {
        String old = String.valueOf(app.token);
        server.clock.advance(Duration.ofHours(25));

        String fresh = app.ping().text("data.Token");

        assertThat(server.link("/App/PostEvents", "[]", old).code()).isEqualTo(401);
        assertThat(server.link("/App/PostEvents", "[]", fresh).code()).isZero();
        server.clock.advance(Duration.ofHours(2));
        app.token = old;
        assertThat(app.ping().code()).isEqualTo(401);
    }

    @Test
    void ping_renewsNothing_whenTheTokenWasGotWithoutASecretThatIsWantedNow() {
        server.api("PUT", "/settings/apps.approve", Map.of("value", "all"));
        var open = new TestApp(server, "open");
        String secret = open.login().text("data.Secret");
        TestApp knowing = open.sibling("10.0.0.8@1");
        knowing.secret = secret;
        knowing.login();

        server.clock.advance(Duration.ofMinutes(111));

        assertThat(open.ping().at("data.Token")).isNull();
        assertThat(knowing.ping().at("data.Token")).isNotNull();
        server.clock.advance(Duration.ofMinutes(10));
        assertThat(open.ping().code()).isEqualTo(401);
    }

    @Test
    void tokens_areOfOneKind() {
        TestNode node = TestNode.enrolled(server, "web1");

        assertThat(server.link("/App/Ping", Map.of(), node.token).code()).isEqualTo(401);
        assertThat(server.link("/Node/Ping", Map.of(), app.token).code()).isEqualTo(401);
        assertThat(server.link("/Deploy/GetAll", null, app.token).code()).isEqualTo(401);
        assertThat(server.api("GET", "/apps", null, app.token).status()).isEqualTo(401);
        String refresh = password(String.valueOf(app.secret)).text("data.refresh_token");
        assertThat(server.link("/App/Ping", Map.of(), refresh).code()).isEqualTo(401);
    }

    @Test
    void tokens_thatAreForgedOrMissing_areRefused() {
        String[] parts = String.valueOf(app.token).split("\\.");
        String other = String.valueOf(TestApp.keyed(server, "till", 1).token).split("\\.")[1];

        assertThat(server.link("/App/Ping", Map.of(), parts[0] + "." + other + "." + parts[2])
                        .code())
                .isEqualTo(401);
        assertThat(server.link("/App/Ping", Map.of(), "rubbish").code()).isEqualTo(401);
        assertThat(server.link("/App/Ping?Token=", Map.of(), null).code()).isEqualTo(401);
    }

    @Test
    void logout_endsItsTokens_andTheInstance() {
        assertThat(app.instances().at("items.0")).isNotNull();

        assertThat(server.link("/App/Logout?reason=stop", null, app.token).text("data.Name"))
                .isEqualTo("shop");

        assertThat(app.instances().at("items.0")).isNull();
        assertThat(app.ping().code()).isEqualTo(401);
        server.clock.advance(Duration.ofSeconds(1));
        app.login();
        assertThat(app.ping().code()).isZero();
    }

    @Test
    void logout_holds_afterARestart() {
        String refresh = password(String.valueOf(app.secret)).text("data.refresh_token");
        server.link("/App/Logout", null, app.token);

        server.restart();
        assertThat(app.ping().code()).isEqualTo(401);
        app.login();
        assertThat(app.ping().code()).isZero();
        String other = String.valueOf(app.token);
        app.client = "10.0.0.7@9"; // the one of the refresh token, which had not logged out
        assertThat(refreshed(refresh).code()).isZero();
        server.link("/App/Logout", null, password(String.valueOf(app.secret)).text("data.access_token"));
        server.restart();
        assertThat(refreshed(refresh).code()).isEqualTo(403);
        assertThat(server.link("/App/Ping", Map.of(), other).code()).isZero();
    }

    private Reply refreshed(String token) {
        return server.link("/OAuth/Token", Map.of("grant_type", "refresh_token", "refresh_token", token), null);
    }

    @Test
    void instance_isKnownAgainByItsToken_afterARestart() {
        app.more = Map.of("Version", "1.2.3", "Scope", "dev", "Zone", "east", "IP", "10.0.0.7", "Sdk", "java/4");
        app.login();
        Reply before = app.instances();

        server.restart();
        assertThat(app.instances().at("items.0")).isNull();
        assertThat(app.ping().code()).isZero();

        for (String field : new String[] {"client", "version", "scope", "zone", "ip", "sdk"}) {
            assertThat(app.instances().at("items.0." + field))
                    .as(field)
                    .isNotNull()
                    .isEqualTo(before.at("items.0." + field));
        }
    }

    @Test
    void renamedApp_staysLoggedIn_andADeletedOneDoesNot() {
        long id = app.id();
        server.api("PATCH", "/apps/" + id, Map.of("name", "store"));
        assertThat(app.ping().code()).isZero();

        server.api("DELETE", "/apps/" + id, null);
        server.api("POST", "/apps", Map.of("name", "store"));

        assertThat(app.ping().code()).isEqualTo(401);
    }

    @Test
    void oauth_answersInSnakeCase_andRefreshes() {
        Reply first = password(String.valueOf(app.secret));

        assertThat(first.text("data.token_type")).isEqualTo("JWT");
        assertThat(first.number("data.expire_in")).isEqualTo(7200);
        String access = first.text("data.access_token");
        assertThat(server.link("/OAuth/UserInfo?token=" + access, null, null).text("data.Name"))
                .isEqualTo("shop");

        server.clock.advance(Duration.ofHours(20));
        Reply next = server.link(
                "/OAuth/Token",
                Map.of("grant_type", "refresh_token", "refresh_token", first.text("data.refresh_token")),
                null);

        assertThat(server.link("/App/Ping", Map.of(), next.text("data.access_token"))
                        .code())
                .isZero();
        assertThat(server.link("/OAuth/Token", Map.of("grant_type", "refresh_token", "refresh_token", access), null)
                        .code())
                .isEqualTo(403);
    }

    @Test
    void oauth_refusesAWrongPasswordWith403_andTellsOfNodesToo() {
        assertThat(password("wrong-wrong").code()).isEqualTo(403);
        assertThat(password("").code()).isEqualTo(403);
        TestNode node = TestNode.enrolled(server, "web1");
        assertThat(server.link("/OAuth/UserInfo", null, node.token).at("data.Name"))
                .isEqualTo(node.code);
        assertThat(server.link("/OAuth/UserInfo", null, null).code()).isEqualTo(401);
    }

    @Test
    void oauth_takesAnUnknownAppWithItsPassword_whenAllAreLetIn() {
        Map<String, Object> asked = Map.of("username", "elder", "password", "its own word");
        assertThat(server.link("/OAuth/Token", asked, null).code()).isEqualTo(403);
        server.api("PUT", "/settings/apps.approve", Map.of("value", "all"));

        assertThat(server.link("/OAuth/Token", asked, null).at("data.access_token"))
                .isNotNull();
        assertThat(server.link("/OAuth/Token", Map.of("username", "elder"), null)
                        .code())
                .isEqualTo(403);
    }

    @Test
    void api_tellsThatTheServerIsThere() {
        assertThat(server.link("/Api?state=x", null, null).text("data.State")).isEqualTo("x");
        assertThat(String.valueOf(server.link("/api/all", null, null).at("data")))
                .contains("POST /app/login");
    }
}
