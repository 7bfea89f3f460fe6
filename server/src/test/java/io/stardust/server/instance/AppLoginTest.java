package io.stardust.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.SecretProof;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLoginTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void letAllIn() {
        server.api("PUT", "/settings/apps.approve", Map.of("value", "all"));
    }

    private static String tokenOf(Reply reply) {
        return String.valueOf(reply.at("data.Token"));
    }

    @Test
    void unknownApp_waitsWithoutAToken_untilSomebodyLetsItIn() {
        var app = new TestApp(server, "PythonDemo");

        Reply waits = app.login();

        assertThat(waits.code()).isZero();
        assertThat(waits.at("data.Token")).isNull();
        assertThat(waits.at("data.Secret")).isNull();
        assertThat(waits.number("data.Expire")).isZero();
        assertThat(server.api("GET", "/apps?approved=false", null).text("items.0.name"))
                .isEqualTo("PythonDemo");
        assertThat(app.ping().code()).isEqualTo(401);

        server.api("POST", "/apps/" + app.id() + "/approve", null);
        Reply first = app.login();

        assertThat(first.text("data.Code")).isEqualTo("PythonDemo");
        assertThat(first.text("data.Secret")).hasSize(24);
        assertThat(app.ping().code()).isZero();
        assertThat(server.api("GET", "/apps?approved=false", null).at("items.0"))
                .isNull();
    }

    @Test
    void emptySecret_passesUntilOneWasShown_andDisclosesNothing() {
        letAllIn();
        var app = new TestApp(server, "PythonDemo");
        String issued = app.login().text("data.Secret");

        Reply again = app.login(); // the SDK has forgotten it
        assertThat(again.at("data.Token")).isNotNull();
        assertThat(again.at("data.Secret")).isNull();

        app.secret = issued;
        assertThat(app.login().code()).isZero();
        app.secret = "";
        Reply late = app.login();

        assertThat(late.code()).isEqualTo(401);
        assertThat(String.valueOf(late.body())).doesNotContain(issued);
        assertThat(server.api("GET", "/apps/" + app.id(), null).at("secretProved"))
                .isEqualTo(true);
    }

    @Test
    void wrongSecret_isRefused_alsoBeforeOneWasShown() {
        letAllIn();
        var app = new TestApp(server, "demo");
        String issued = app.login().text("data.Secret");
        app.secret = "not the right one";

        Reply refused = app.login();

        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.at("data")).isNull();
        assertThat(String.valueOf(refused.body())).doesNotContain(issued);
    }

    @Test
    void guessing_isSlowed_forThatAppAndAddress() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        String right = String.valueOf(app.secret);
        app.secret = "not the right one";
        for (int i = 0; i < 60; i++) assertThat(app.login().code()).isEqualTo(401);

        app.secret = right;
        assertThat(app.login().code()).isEqualTo(429);
        assertThat(app.ping().code()).isZero();
        assertThat(TestApp.keyed(server, "till", 1).ping().code()).isZero();
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(app.login().code()).isZero();
    }

    @Test
    void appThatSomebodyMade_isNeverOpen() {
        server.api("POST", "/apps", Map.of("name", "shop"));
        letAllIn();
        var app = new TestApp(server, "shop");

        assertThat(app.login().code()).isEqualTo(401);
        app.secret = "guess-guess";
        assertThat(app.login().code()).isEqualTo(401);
    }

    @Test
    void secretThatAnSdkBrings_becomesItsKey() {
        letAllIn();
        var app = new TestApp(server, "moved");
        app.secret = "of the old server";

        Reply first = app.login();

        assertThat(first.at("data.Token")).isNotNull();
        assertThat(first.at("data.Secret")).isNull();
        assertThat(app.login().at("data.Token")).isNotNull();
        app.secret = "another one";
        assertThat(app.login().code()).isEqualTo(401);
    }

    @Test
    void proof_holds_whenTheClocksAreFiveMinutesApart() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        String plain = String.valueOf(app.secret);

        app.secret = SecretProof.of(plain, server.clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(app.login().at("data.Token")).isNotNull();
        app.secret = SecretProof.of(plain, server.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(app.login().at("data.Token")).isNotNull();
        app.secret = SecretProof.of(plain, server.clock.instant().plus(Duration.ofMinutes(11)));
        assertThat(app.login().code()).isEqualTo(401);
    }

    @Test
    void answers_arePascalCaseWithoutNullNumbers() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        app.more = Map.of("Time", 1234);

        Map<?, ?> login = (Map<?, ?>) Objects.requireNonNull(app.login().at("data"));
        Map<?, ?> ping = (Map<?, ?>) Objects.requireNonNull(app.ping().at("data"));

        assertThat(login.keySet()).allSatisfy(key -> assertThat(key.toString()).matches("[A-Z].*"));
        assertThat(ping.keySet()).allSatisfy(key -> assertThat(key.toString()).matches("[A-Z].*"));
        assertThat(login.get("Time")).isEqualTo(1234L);
        assertThat(login.get("Expire")).isEqualTo(7200L);
        assertThat(login.get("ServerTime")).isEqualTo(server.clock.millis());
        assertThat(ping.get("Time")).isEqualTo(77L);
        assertThat(ping.get("Period")).isEqualTo(60L);
    }

    @Test
    void upstreamsPrograms_areLetInWithoutASecret_onEachMachine() {
        for (String ip : List.of("10.0.0.1@1", "10.0.0.2@1")) {
            var agent = new TestApp(server, "StarAgent");
            agent.secret = null;
            agent.client = ip;
            Reply in = agent.login();
            assertThat(in.at("data.Token")).isNotNull();
            assertThat(in.at("data.Secret")).isNull();
            assertThat(agent.ping().code()).isZero();
        }
        long id = server.api("GET", "/apps?q=StarAgent", null).number("items.0.id");
        assertThat(server.api("GET", "/apps/" + id, null).number("counts.instances"))
                .isEqualTo(2);
    }

    @Test
    void disabledApp_isRefusedAndItsInstancesAreShutOut() {
        TestApp app = TestApp.keyed(server, "shop", 1);

        server.api("PATCH", "/apps/" + app.id(), Map.of("enabled", false));

        assertThat(app.login().code()).isEqualTo(403);
        assertThat(app.ping().code()).isEqualTo(403);
        ServerUnderTest.await(() -> app.instances().at("items.0") == null);
    }

    @Test
    void addressLists_judgeEveryLoginAndCall() {
        TestApp app = TestApp.keyed(server, "shop", 1);

        server.api("PATCH", "/apps/" + app.id(), Map.of("denyAddresses", List.of("127.0.0.0/8")));
        assertThat(app.login().code()).isEqualTo(403);
        assertThat(app.ping().code()).isEqualTo(403);

        server.api("PATCH", "/apps/" + app.id(), Map.of("denyAddresses", List.of()));
        assertThat(app.ping().code()).isZero();

        server.api("PATCH", "/projects/1", Map.of("allowAddresses", List.of("10.0.*")));
        assertThat(app.ping().code()).isEqualTo(403);
        assertThat(new TestApp(server, "stranger").login().code()).isEqualTo(403);
    }

    @Test
    void revokedKey_endsTheTokensThatWereGotByIt() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        long key = server.api("GET", "/apps/" + app.id() + "/keys", null).number("items.0.id");
        assertThat(server.api("GET", "/apps/" + app.id() + "/keys", null).number("items.0.lastUsedAt"))
                .isEqualTo(server.clock.millis());

        server.api("DELETE", "/apps/" + app.id() + "/keys/" + key, null);

        assertThat(app.ping().code()).isEqualTo(401);
        assertThat(app.login().code()).isEqualTo(401);
        ServerUnderTest.await(() -> app.instances().at("items.0") == null);
    }

    @Test
    void waitingApps_areBounded_andMakeWayForPeople() {
        int refused = 0;
        for (int i = 0; i < 102; i++) {
            if (i % 50 == 0) server.clock.advance(Duration.ofMinutes(1));
            if (new TestApp(server, "squat" + i).login().code() == 403) refused++;
        }
        assertThat(refused).isEqualTo(2);

        Reply made = server.api("POST", "/apps", Map.of("name", "squat1"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("introduced")).isEqualTo(false);
        assertThat(new TestApp(server, "squat1").login().code()).isEqualTo(401);
    }

    @Test
    void newApps_areRefused_whenTheyComeTooFast() {
        letAllIn();
        int last = 0;
        for (int i = 0; i <= 60; i++)
            last = new TestApp(server, "quick" + i).login().code();

        assertThat(last).isEqualTo(429);
    }

    @Test
    void login_isRefused_whenANameMayNotBeUsed() {
        assertThat(new TestApp(server, "a b").login().code()).isEqualTo(400);
        assertThat(server.link("/App/Login", Map.of("Secret", ""), null).code()).isEqualTo(400);
        TestApp app = TestApp.keyed(server, "shop", 1);
        app.client = "a#b";
        assertThat(app.login().code()).isEqualTo(400);
    }

    @Test
    void login_takesWhatOlderClientsSend() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        Map<String, Object> dotNet = new HashMap<>();
        dotNet.put("code", "shop"); // names in any case, nulls among the values
        dotNet.put("Secret", app.secret);
        dotNet.put("ClientId", "");
        dotNet.put("NodeCode", null);
        dotNet.put("Compile", "1785637230000");

        Reply in = server.link("/app/login/", dotNet, null);
        Reply text = server.link("/App/Register", dotNet, null);

        assertThat(tokenOf(in)).contains(".");
        assertThat(server.link("/App/Ping?Token=" + tokenOf(in), Map.of("Id", 1), null)
                        .code())
                .isZero();
        assertThat(text.text("data")).isEqualTo("shop");
    }
}
