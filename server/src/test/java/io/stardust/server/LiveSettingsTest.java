package io.stardust.server;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a setting does that is edited while the server runs. */
@Tag("sqlite") // the database has no part in it
class LiveSettingsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private String admin;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        deploys = new Deploys(server);
        admin = server.admin;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void set(String key, Object value) {
        Reply set = server.api("PUT", "/settings/" + key, Map.of("value", String.valueOf(value)), admin);
        assertThat(set.status()).as("%s", set.body()).isEqualTo(200);
    }

    private String status(TestNode node) {
        return node.view().text("node.status");
    }

    @Test
    void approve_letsTheNextStrangerIn() {
        var before = new TestNode(server, "before");
        var after = new TestNode(server, "after");
        before.login(null);

        set("nodes.approve", "all");
        after.login(null);
        boolean waited = before.token == null;
        before.login(null);

        assertThat(waited).isTrue();
        assertThat(after.token).isNotNull();
        assertThat(before.token).as("who waited is let in when it asks again").isNotNull();
    }

    @Test
    void pingPeriod_isToldWithTheNextHeartbeat_toAgentsOfEachKind() {
        TestNode ours = TestNode.enrolled(server, "ours");
        TestNode foreign = TestNode.enrolled(server, "foreign", 1, "3.1.0");
        long before = ours.ping().number("data.Period");

        set("nodes.ping-period", 7);
        set("nodes.foreign-ping-period", 8);

        assertThat(before).isEqualTo(30);
        assertThat(ours.ping().number("data.Period")).isEqualTo(7);
        assertThat(foreign.ping().number("data.Period")).isEqualTo(8);
    }

    @Test
    void sessionTimeout_keepsNodesOnline_whenItBecomesLonger() {
        TestNode node = TestNode.enrolled(server, "web1");
        TestNode foreign = TestNode.enrolled(server, "old", 1, "3.1.0");
        set("nodes.session-timeout", 3_600);

        server.clock.advance(Duration.ofSeconds(1_000));
        await(() -> status(foreign).equals("offline")); // somebody has looked

        assertThat(status(node)).isEqualTo("online");
        server.clock.advance(Duration.ofHours(1));
        await(() -> status(node).equals("offline"));
    }

    @Test
    void pingPeriod_makesSilenceCountSooner_onceTheLongerTimeHasPassed() {
        TestNode node = TestNode.enrolled(server, "web1");

        set("nodes.ping-period", 3); // ten seconds of silence, then
        server.clock.advance(Duration.ofSeconds(100));
        await(() -> status(node).equals("offline"));
        server.clock.advance(Duration.ofSeconds(100));
        node.ping();
        String back = status(node);
        server.clock.advance(Duration.ofSeconds(11));

        assertThat(back).isEqualTo("online");
        await(() -> status(node).equals("offline"));
    }

    @Test
    void changes_areKeptForTheNewTime_fromTheNextRoundOn() {
        server.api("POST", "/apps", Map.of("name", "old"));
        threeDaysLater();
        server.expire();
        boolean kept = changed("app.created");

        set("keep.changes-days", 0);
        server.expire();
        boolean forEver = changed("app.created");
        set("keep.changes-days", 2);
        server.expire();

        assertThat(kept).isTrue();
        assertThat(forEver).isTrue();
        assertThat(changed("app.created")).isFalse();
        assertThat(changed("setting.updated")).isTrue();
    }

    @Test
    void refusals_areKeptForATimeOfTheirOwn() {
        server.api("GET", "/settings", null, server.guest("red", "viewer").token());
        await(() -> changed("access.denied"));
        threeDaysLater();

        set("keep.refusals-days", 2);
        server.expire();

        assertThat(changed("access.denied")).isFalse();
        assertThat(changed("project.created")).isTrue();
    }

    private void threeDaysLater() {
        server.clock.advance(Duration.ofDays(3));
        admin = server.api("POST", "/sessions", Map.of("name", "anna", "password", "correct horse 7"), null)
                .text("token"); // the one before has ended
    }

    private boolean changed(String kind) {
        return server.api("GET", "/changes?kind=" + kind, null, admin).at("items.0") != null;
    }

    @Test
    void codeLevel_decidesWhoReturns() {
        TestNode node = TestNode.enrolled(server, "web1");
        TestNode before = copied(node, "elsewhere");
        before.login(null);

        set("nodes.code-level", 0);
        TestNode after = copied(node, "here");
        after.login(null);

        assertThat(before.code).as("an identity of its own").isNotEqualTo(node.code);
        assertThat(after.code).isEqualTo(node.code);
        assertThat(after.token).isNotNull();
    }

    private TestNode copied(TestNode node, String machine) {
        var copy = new TestNode(server, machine);
        copy.code = node.code;
        copy.secret = node.secret;
        copy.hardware = Map.of("MachineGuid", machine, "SerialNumber", machine, "DiskID", machine);
        return copy;
    }

    @Test
    void publicFiles_areDownloadedWithoutAToken_untilTheyAreNotAgain() {
        TestNode node = TestNode.enrolled(server, "web1");
        long deployment = deploys.deployment("hello");
        String path = "/cube/file?id=" + deploys.release(deployment, "1.0");
        deploys.placement(deployment, node);

        int closed = deploys.file(path, null, Map.of()).statusCode();
        set("files.public", true);
        int open = deploys.file(path, null, Map.of()).statusCode();
        server.api("DELETE", "/settings/files.public", null);

        assertThat(closed).isEqualTo(401);
        assertThat(open).isEqualTo(200);
        assertThat(deploys.file(path, null, Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void maxBytes_isTheLimitOfTheNextUpload_andToldBefore() {
        long deployment = deploys.deployment("hello");
        set("files.max-bytes", 1_024);
        Reply tooLarge = deploys.upload(deployment, "version=1", BodyPublishers.ofByteArray(new byte[1_025]));
        Reply small = deploys.upload(deployment, "version=2", BodyPublishers.ofByteArray(Deploys.zip("2")));

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.text("detail")).contains("at most 1024");
        assertThat(small.status()).as("%s", small.body()).isEqualTo(201);
        assertThat(server.api("GET", "/limits", null).number("uploadBytes")).isEqualTo(1_024);
    }

    @Test
    void tokens_holdForTheNewTime_andOlderOnesNoLongerThanIt() {
        TestNode before = TestNode.enrolled(server, "before");

        set("tokens.expire", 600);
        TestNode after = new TestNode(server, "after");
        Reply login = after.login(server.enrolToken(1));
        server.clock.advance(Duration.ofSeconds(599));
        int young = after.ping().code();
        server.clock.advance(Duration.ofSeconds(1));

        assertThat(login.number("data.Expire")).isEqualTo(600);
        assertThat(young).isZero();
        assertThat(after.ping().code()).isEqualTo(401);
        assertThat(before.ping().code()).isEqualTo(401);
    }
}
