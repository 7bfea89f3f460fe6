package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.stardust.server.ManualClock;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.access.oidc.OidcSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("sqlite") // the database has no part in it
class OidcTest {
    @TempDir
    Path folder;

    private final ManualClock issuersClock = new ManualClock();
    private Issuer issuer;
    private ServerUnderTest server;
    private Browser browser;

    @BeforeEach
    void start() {
        issuer = new Issuer(issuersClock);
        var mappings = Stream.of("ops=red:operator", "leads=red:admin", "leads=blue:viewer", "root=platform")
                .map(text -> OidcSettings.Mapping.parse(text).orElseThrow())
                .toList();
        var settings = new OidcSettings(issuer.url(), Issuer.CLIENT, Issuer.SECRET, "Our login", "groups", mappings);
        server = ServerUnderTest.start(folder, knobs -> knobs.withOidc(settings));
        for (String project : List.of("red", "blue")) server.api("POST", "/projects", Map.of("name", project));
        browser = new Browser(server);
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
        issuer.close();
    }

    /** Through the issuer and back; returns the answer of the callback. */
    private Reply signIn(String back) {
        return browser.call("GET", callback(back), null);
    }

    private String callback(String back) {
        Reply away = browser.call("GET", "/oidc/start?return=" + back, null);
        assertThat(away.status()).isEqualTo(302);
        String returned = issuer.passThrough(location(away));
        assertThat(returned).startsWith("/api/v1/oidc/callback?code=");
        return returned.substring("/api/v1".length());
    }

    private static String location(Reply reply) {
        return Objects.requireNonNull(reply.headers().get("location")).getFirst();
    }

    private void assertRefused(Reply reply, String error, String why) {
        assertThat(reply.status()).isEqualTo(302);
        assertThat(location(reply)).isEqualTo("../../../sign-in?error=" + error);
        assertThat(browser.cookie("stardust_session")).isNull();
        Reply recorded = server.api("GET", "/changes?kind=session.refused", null);
        assertThat(recorded.text("items.0.after.why")).contains(why);
    }

    @Test
    void signIn_makesTheUserWithTheRolesOfTheGroups() {
        Reply back = signIn("/nodes/3");

        assertThat(location(back)).isEqualTo("../../../nodes/3");
        assertThat(browser.cookie("stardust_oidc")).as("has done its work").isNull();
        Reply me = browser.call("GET", "/me", null);
        assertThat(me.text("name")).isEqualTo("dora.doe");
        assertThat(me.text("displayName")).isEqualTo("Dora Doe");
        assertThat(me.at("oidc")).isEqualTo(true);
        assertThat(me.at("platform")).isEqualTo(false);
        assertThat(me.at("projects.0.name")).isEqualTo("red");
        assertThat(me.at("projects.0.role")).isEqualTo("operator");
        assertThat((List<?>) me.at("projects")).hasSize(1);
        assertThat(server.api("GET", "/setup", null, null).at("oidc.name")).isEqualTo("Our login");
        assertThat(server.api("GET", "/users?q=dora", null).at("items.0.source"))
                .isEqualTo("oidc");
    }

    @Test
    void signIn_appliesTheGroupsAnew_andLeavesOtherMembershipsAlone() {
        signIn("/");
        long dora = server.api("GET", "/users?q=dora", null).number("items.0.id");
        server.api("PUT", "/projects/1/members/" + dora, Map.of("role", "viewer"));
        issuer.groups = List.of("leads", "root");

        signIn("/");

        Reply user = server.api("GET", "/users/" + dora, null);
        assertThat(user.at("platform")).isEqualTo(true);
        assertThat(String.valueOf(user.at("projects"))).contains("admin", "blue", "default");
        issuer.groups = List.of("ops");
        signIn("/");
        Reply after = server.api("GET", "/users/" + dora, null);
        assertThat(after.at("platform")).isEqualTo(false);
        assertThat(String.valueOf(after.at("projects")))
                .contains("default", "operator")
                .doesNotContain("blue");
    }

    @Test
    void signIn_neverDemotesTheLastAdministrator() {
        issuer.groups = List.of("root", "ops");
        signIn("/");
        long anna = server.api("GET", "/me", null).number("id");
        server.api("PATCH", "/users/" + anna, Map.of("platform", false));
        issuer.groups = List.of("ops");

        signIn("/");

        assertThat(browser.call("GET", "/me", null).at("platform")).isEqualTo(true);
        Reply told = browser.call("GET", "/changes?kind=person.demotionRefused", null);
        assertThat(told.text("items.0.after.name")).isEqualTo("dora.doe");
    }

    @Test
    void signIn_neverTakesOverALocalUserOfTheSameName() {
        server.api("POST", "/users", Map.of("name", "dora.doe", "platform", true, "password", "password of dora"));

        signIn("/");

        assertThat(browser.call("GET", "/me", null).text("name")).isEqualTo("dora.doe-2");
        Reply local =
                server.api("POST", "/sessions", Map.of("name", "dora.doe-2", "password", "password of dora"), null);
        assertThat(local.status()).as("no password lets them in").isEqualTo(401);
    }

    @Test
    void signIn_isRefused_whenNoGroupMayAnything() {
        issuer.groups = List.of("visitors");

        assertRefused(signIn("/"), "no-role", "none of the groups");
        assertThat((List<?>) server.api("GET", "/users?q=dora", null).at("items"))
                .isEmpty();
    }

    @Test
    void signIn_takesAwayWhatGroupsGave_whenNoneIsLeft() {
        issuer.groups = List.of("ops", "root");
        signIn("/");
        long dora = server.api("GET", "/users?q=dora", null).number("items.0.id");
        server.api("PUT", "/projects/1/members/" + dora, Map.of("role", "viewer"));
        String csrf = browser.call("GET", "/me", null).text("csrf");
        String token = browser.withCsrf(csrf, "POST", "/tokens", Map.of("kind", "api", "name", "ci"))
                .text("token");
        assertThat(server.api("GET", "/users", null, token).status()).isEqualTo(200);
        String session = Objects.requireNonNull(browser.cookie("stardust_session"));
        browser.forgetCookies();
        issuer.groups = List.of("visitors");

        assertRefused(signIn("/"), "no-role", "none of the groups");

        assertThat(server.api("GET", "/users", null, token).status()).isEqualTo(403);
        assertThat(server.api("GET", "/me", null, session).status()).isEqualTo(401);
        Reply user = server.api("GET", "/users/" + dora, null);
        assertThat(user.at("platform")).isEqualTo(false);
        assertThat((List<?>) user.at("projects")).as("given by hand").hasSize(1);
    }

    @Test
    void signIn_isRefused_whenTheUserIsLocked() {
        signIn("/");
        long dora = server.api("GET", "/users?q=dora", null).number("items.0.id");
        server.api("PATCH", "/users/" + dora, Map.of("locked", true));
        browser.forgetCookies();

        assertRefused(signIn("/"), "locked", "locked");
    }

    @Test
    void signIn_staysBelowThePath_thatTheProxyTookAway() {
        var prefix = Map.of("X-Forwarded-Prefix", "/stardust");
        Reply away = browser.send("GET", "/oidc/start?return=/nodes", null, prefix);
        String returned = issuer.passThrough(location(away));
        assertThat(returned).startsWith("/stardust/api/v1/oidc/callback?code=");
        assertThat(browser.lastCookie()).as("holds where the browser asked").doesNotContain("Path=");

        Reply back = browser.send("GET", returned.substring("/stardust/api/v1".length()), null, prefix);

        URI asked = URI.create("https://host/stardust/api/v1/oidc/callback");
        assertThat(asked.resolve(location(back))).hasToString("https://host/stardust/nodes");
        assertThat(browser.call("GET", "/me", null).text("name")).isEqualTo("dora.doe");
    }

    @Test
    void callback_isRefused_whenTheStateIsNotThisBrowsers() {
        String returned = callback("/");
        String state = returned.substring(returned.indexOf("&state="));

        assertRefused(browser.call("GET", returned.replace(state, "&state=x"), null), "state", "no sign-in");
        browser.forgetCookies();
        assertRefused(browser.call("GET", returned, null), "state", "no sign-in");
    }

    @Test
    void callback_isRefused_whenItComesTwiceOrTooLate() {
        String returned = callback("/");
        server.clock.advance(Duration.ofMinutes(10));
        assertRefused(browser.call("GET", returned, null), "state", "no sign-in");

        issuersClock.advance(Duration.ofMinutes(10));
        String again = callback("/");
        String sealed = Objects.requireNonNull(browser.cookie("stardust_oidc"));
        browser.call("GET", again, null);
        browser.forgetCookies();
        browser.put("stardust_oidc", sealed);
        server.clock.advance(Duration.ofMinutes(2));
        assertRefused(browser.call("GET", again, null), "token", "invalid_grant");
    }

    @Test
    void callback_isRefused_whenTheIssuerRefused() {
        String returned = callback("/");
        String state = returned.substring(returned.indexOf("&state="));

        assertRefused(
                browser.call("GET", "/oidc/callback?error=access_denied" + state, null), "denied", "access_denied");
    }

    @Test
    void callback_putsNoForgedLineIntoLogAndHistory() {
        String returned = callback("/");
        String state = returned.substring(returned.indexOf("&state="));

        Reply reply = browser.call("GET", "/oidc/callback?error=a%0A2026-01-01%20INFO%20all%20is%20well" + state, null);

        assertRefused(reply, "denied", "the issuer says what is no error");
    }

    @Test
    void idToken_isRefused_whenItsNonceIsOfAnotherSignIn() {
        issuer.claims = said -> said.claim("nonce", "another");
        assertRefused(signIn("/"), "token", "another sign-in");
    }

    @Test
    void idToken_isRefused_whenItIsForAnotherClient() {
        issuer.claims = said -> said.audience("other");
        assertRefused(signIn("/"), "token", "another client");
    }

    @Test
    void idToken_isRefused_whenItIsForSeveralAndNotIssuedToUs() {
        issuer.claims = said -> said.audience(List.of(Issuer.CLIENT, "other"));
        assertRefused(signIn("/"), "token", "several clients");
    }

    @Test
    void idToken_isRefused_whenItHasExpired() {
        issuer.claims =
                said -> said.expirationTime(Date.from(issuersClock.instant().minus(Duration.ofMinutes(2))));
        assertRefused(signIn("/"), "token", "expired");
    }

    @Test
    void idToken_isRefused_whenItIsOfAnotherIssuer() {
        issuer.claims = said -> said.issuer("https://evil.example");
        assertRefused(signIn("/"), "token", "another issuer");
    }

    @Test
    void idToken_isRefused_whenTheSignatureIsNotTheIssuers() {
        issuer.wrongKey = true;
        assertRefused(signIn("/"), "token", "does not hold");
    }

    @Test
    void idToken_isRefused_whenItNamesNobody() {
        issuer.claims = said -> new JWTClaimsSet.Builder(said.build()).subject(null);
        assertRefused(signIn("/"), "token", "names nobody");
    }

    @Test
    void start_tellsThatTheIssuerIsAway() {
        issuer.close();

        Reply reply = browser.call("GET", "/oidc/start", null);

        assertThat(reply.status()).isEqualTo(302);
        assertThat(location(reply)).isEqualTo("../../../sign-in?error=unavailable");
    }

    @Test
    void start_isThrottled_forOneAddress_untilAMinuteHasGone() {
        Reply last = browser.call("GET", "/oidc/start", null);
        for (int i = 0; i < 40 && last.status() == 302; i++) last = browser.call("GET", "/oidc/start", null);

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.headers()).containsKey("retry-after");
        assertThat(last.text("detail")).contains("try again in a minute");
        server.clock.advance(Duration.ofMinutes(2));
        assertThat(browser.call("GET", "/oidc/start", null).status()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example", "/%5Cevil.example", "nodes", "/a%0Ab", "/a%20b"})
    void start_isRefused_whenItWouldLeadElsewhere(String back) {
        assertThat(browser.call("GET", "/oidc/start?return=" + back, null).status())
                .isEqualTo(400);
    }
}
