package io.stardust.server.placed;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that agents fetch for the apps of their placements. */
class PlacementKeysTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode here;
    private TestNode there;
    private long deployment;
    private long placement;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        here = TestNode.enrolled(server, "here");
        there = TestNode.enrolled(server, "there");
        deployment = deploys.deployment("shop");
        placement = deploys.placement(deployment, here);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply ask(@Nullable String token) {
        return server.link("/Deploy/AppKey", Map.of("PlacementId", placement), token);
    }

    private String key() {
        return ask(here.token).text("data.Secret");
    }

    /** A process that logs in by that key. */
    private TestApp process(String secret) {
        var app = new TestApp(server, "shop");
        app.secret = secret;
        app.login();
        return app;
    }

    private boolean opens(String secret) {
        var app = new TestApp(server, "shop");
        app.secret = secret;
        return app.login().code() == 0;
    }

    private void remove() {
        deploys.publish(deployment, deploys.release(deployment, "1"));
        deploys.converge(here);
        server.api("DELETE", "/placements/" + placement, null);
        deploys.report(here, List.of(), List.of(deploys.state(deploys.wanted(here), "removed", 0, null)));
    }

    @Test
    void key_letsTheAppOfThePlacementIn_forAMonth() {
        Reply key = ask(here.token);

        assertThat(key.text("data.App")).isEqualTo("shop");
        assertThat(key.number("data.Expires"))
                .isEqualTo(server.clock.instant().plus(Duration.ofDays(30)).toEpochMilli());
        assertThat(process(key.text("data.Secret")).ping().code()).isZero();
        assertThat(server.api("GET", "/apps/" + process(key.text("data.Secret")).id() + "/keys", null)
                        .number("items.0.placementId"))
                .isEqualTo(placement);
    }

    @Test
    void key_isForTheNodeOfThePlacementAlone() {
        assertThat(ask(there.token).code()).isEqualTo(404);
        assertThat(ask(null).code()).isEqualTo(401);
        TestApp app = process(key());
        assertThat(ask(app.token).code()).as("of an app").isEqualTo(401);
        assertThat(server.link("/Deploy/AppKey", Map.of("PlacementId", 4711), here.token)
                        .code())
                .isEqualTo(404);
        server.api("PATCH", "/nodes/" + here.id(), Map.of("enabled", false));
        assertThat(ask(here.token).code()).isNotZero();
    }

    @Test
    void key_isRotated_andTheOneBeforeHoldsForADay() {
        String first = key();
        TestApp running = process(first);
        server.clock.advance(Duration.ofDays(27));
        assertThat(opens(first)).isTrue();
        running.login();

        here.login(null);
        String second = key();

        assertThat(second).isNotEqualTo(first);
        server.clock.advance(Duration.ofHours(23));
        assertThat(opens(first)).isTrue();
        running.login();
        assertThat(running.ping().code()).isZero();
        server.clock.advance(Duration.ofHours(1));
        assertThat(opens(first)).isFalse();
        assertThat(running.ping().code()).as("what it opened has ended with it").isEqualTo(401);
        assertThat(opens(second)).isTrue();
        server.clock.advance(Duration.ofDays(30));
        assertThat(opens(second)).isFalse();
    }

    @Test
    void key_isRevoked_withThePlacement() {
        String secret = key();
        TestApp running = process(secret);

        remove();

        ServerUnderTest.await(() -> running.ping().code() == 401);
        assertThat(opens(secret)).isFalse();
        assertThat(ask(here.token).code()).isEqualTo(404);
    }

    @Test
    void keysOfOnePlacement_areBounded_whenTheAgentAsksAgainAndAgain() {
        Set<String> secrets = new HashSet<>();
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            Reply reply = ask(here.token);
            if (reply.code() == 429) refused++;
            else secrets.add(reply.text("data.Secret"));
        }

        assertThat(secrets).as("each is another").hasSize(20);
        assertThat(refused).isEqualTo(10);
        assertThat(secrets.stream().filter(this::opens)).as("hold").hasSize(4);
        long app = new TestApp(server, "shop").id();
        assertThat(server.api("GET", "/apps/" + app, null).number("counts.keys"))
                .isEqualTo(4);

        server.clock.advance(Duration.ofHours(1));

        assertThat(opens(key())).as("an hour later").isTrue();
    }

    private Reply check(long ends) {
        return server.link("/Deploy/AppKey", Map.of("PlacementId", placement, "Ends", ends), here.token);
    }

    @Test
    void check_tellsThatAKeyHolds_andBringsAnotherWhenItDoesNot() {
        Reply key = ask(here.token);
        long ends = key.number("data.Expires");
        String secret = key.text("data.Secret");

        assertThat(check(ends).at("data.Secret")).isNull();
        assertThat(check(ends / 1000 * 1000).at("data.Secret"))
                .as("of a file with whole seconds")
                .isNull();

        TestApp app = process(secret);
        long id = server.api("GET", "/apps/" + app.id() + "/keys", null).number("items.0.id");
        server.api("DELETE", "/apps/" + app.id() + "/keys/" + id, null);
        String next = check(ends).text("data.Secret");

        assertThat(opens(secret)).as("revoked by hand").isFalse();
        assertThat(opens(next)).isTrue();
    }

    @Test
    void keys_areNotSharedByPlacements() {
        String mine = key();
        placement = deploys.placement(deployment, there);
        String theirs = server.link("/Deploy/AppKey", Map.of("PlacementId", placement), there.token)
                .text("data.Secret");
        server.api("PATCH", "/deployments/" + deployment, Map.of("arguments", "-v"));

        assertThat(theirs).isNotEqualTo(mine);
        assertThat(opens(mine)).isTrue();
        assertThat(opens(theirs)).isTrue();
        assertThat(ask(here.token).code()).as("of the other's").isEqualTo(404);
    }
}
