package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLoginTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void login_givesCodeSecretAndToken_whenTheEnrolTokenHolds() {
        var project = server.guest("shop", "viewer");
        var node = new TestNode(server, "web1");

        Reply reply = node.login(server.enrolToken(project.project()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("data.Code")).matches("[0-9A-F]{8}");
        assertThat(reply.text("data.Secret")).matches("[A-Za-z0-9]{16}");
        assertThat(reply.text("data.Token")).isNotEmpty();
        assertThat(reply.number("data.Expire")).isEqualTo(7200);
        assertThat(reply.number("data.Time")).isEqualTo(1234);
        assertThat(reply.number("data.ServerTime")).isEqualTo(server.clock.millis());
        assertThat(node.view().number("node.projectId")).isEqualTo(project.project());
        assertThat(node.view().text("node.status")).isEqualTo("online");
    }

    @Test
    void login_isRefused_whenTheEnrolTokenIsUnknown() {
        Reply reply = new TestNode(server, "web1").login("sd_enrol_" + "x".repeat(43));

        assertThat(reply.code()).isEqualTo(401);
        assertThat(reply.text("message")).contains("EnrolToken");
        assertThat(server.api("GET", "/nodes", null).at("items.0")).isNull();
    }

    @Test
    void login_waits_untilAPersonApproves() {
        var node = new TestNode(server, "web1");

        Reply first = node.login(null);
        Reply again = node.login(null);
        String waiting = node.view().text("node.status");
        int approved = server.api("POST", "/nodes/" + node.id() + "/approve", Map.of("name", "front"))
                .status();
        Reply after = node.login(null);

        assertThat(first.text("data.Secret")).hasSize(16);
        assertThat(first.at("data.Token")).isNull();
        assertThat(again.at("data.Token")).isNull();
        assertThat(again.at("data.Secret")).isNull();
        assertThat(waiting).isEqualTo("waiting");
        assertThat(approved).isEqualTo(200);
        assertThat(after.text("data.Token")).isNotEmpty();
        assertThat(after.text("data.Name")).isEqualTo("front");
        assertThat(server.api("GET", "/nodes", null).at("items.1")).isNull();
    }

    @Test
    void login_isRefusedAndShowsNoSecret_whenTheProofIsWrong() {
        TestNode node = TestNode.enrolled(server, "web1");
        String real = Objects.requireNonNull(node.secret);
        node.secret = "0123456789abcdef";

        Reply reply = node.login(null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.code()).isEqualTo(401);
        assertThat(String.valueOf(reply.body())).doesNotContain(real);
    }

    @Test
    void login_becomesANewWaitingNode_whenTheSecretWasLost() {
        TestNode node = TestNode.enrolled(server, "web1");
        var stranger = new TestNode(server, "web1");
        stranger.code = node.code;

        Reply reply = stranger.login(null);

        assertThat(reply.at("data.Token")).isNull();
        assertThat(reply.text("data.Code")).isNotEqualTo(node.code);
        assertThat(stranger.view().number("node.replaces")).isEqualTo(node.id());
        assertThat(node.ping().code()).isZero();
    }

    @Test
    void approve_putsTheNewcomerInThePlaceOfTheOld_whenToldSo() {
        TestNode old = TestNode.enrolled(server, "web1");
        long oldId = old.id();
        var reborn = new TestNode(server, "web1");
        reborn.login(null);

        Reply approved = server.api("POST", "/nodes/" + reborn.id() + "/approve", Map.of("replaces", oldId));
        Reply login = reborn.login(null);

        assertThat(approved.number("id")).isEqualTo(oldId);
        assertThat(approved.text("code")).isEqualTo(reborn.code);
        assertThat(login.text("data.Token")).isNotEmpty();
        assertThat(old.ping().code()).isEqualTo(401);
        assertThat(server.api("GET", "/nodes", null).at("items.1")).isNull();
    }

    @Test
    void login_isBounded_whenOneMachineAsksAgainAndAgainWithoutItsCode() {
        for (int i = 0; i < WaitingRoom.TWINS; i++) {
            assertThat(new TestNode(server, "web1").login(null).code()).isZero();
        }

        Reply next = new TestNode(server, "web1").login(null);

        assertThat(next.code()).isEqualTo(403);
    }

    @Test
    void login_letsEverybodyIn_whenTheDoorIsOpen(@TempDir Path other) {
        try (var open = ServerUnderTest.start(other, Approve.ALL)) {
            Reply reply = new TestNode(open, "web1").login(null);

            assertThat(reply.text("data.Token")).isNotEmpty();
        }
    }

    @Test
    void login_letsNobodyInUnasked_whenApprovalIsManual(@TempDir Path other) {
        try (var strict = ServerUnderTest.start(other, Approve.MANUAL)) {
            Reply reply = new TestNode(strict, "web1").login(strict.enrolToken(1));

            assertThat(reply.code()).isZero();
            assertThat(reply.at("data.Token")).isNull();
        }
    }

    @Test
    void login_toleratesTenMinutesOfClockSkew_andNoMore() {
        TestNode node = TestNode.enrolled(server, "web1");
        String secret = Objects.requireNonNull(node.secret);
        String early = SecretProof.of(secret, server.clock.instant().minus(Duration.ofMinutes(10)));
        String tooEarly = SecretProof.of(secret, server.clock.instant().minusSeconds(601));

        Reply within = server.link("/node/login/", Map.of("Code", String.valueOf(node.code), "Secret", early), null);
        Reply beyond = server.link("/Node/Login", Map.of("Code", String.valueOf(node.code), "Secret", tooEarly), null);

        assertThat(within.code()).isZero();
        assertThat(beyond.code()).isEqualTo(401);
    }

    @Test
    void login_readsTheFactsAtTheTop_fromVeryOldClients() {
        String body = """
                {"code":"","secret":null,"version":"2.5.2021.1","compile":"2021-05-06T07:08:09","machineName":"old1",
                "uuid":"u-1","macs":"02-00-00","osname":"Windows 7","installPath":"C:\\\\CrazyCoder\\\\",
                "time":"2026-05-04T09:59:59Z","processorCount":"4"}
                """;

        Reply reply = server.link("/Node/Login", body, null);
        Reply node = server.api("GET", "/nodes?status=waiting", null);

        assertThat(reply.code()).isZero();
        assertThat(reply.number("data.Time")).isZero();
        assertThat(node.text("items.0.name")).isEqualTo("old1");
        assertThat(node.text("items.0.osName")).isEqualTo("Windows 7");
        assertThat(node.at("items.0.foreign")).isEqualTo(true);
        var machine = Json.WIRE.read("{\"UUID\":\"u-1\",\"Macs\":\"02-00-00\"}", NodeInfo.class);
        assertThat(reply.text("data.Code")).isEqualTo(Hardware.code("CrazyCoder", machine));
    }

    @Test
    void login_isRefused_whenTheNodeIsDisabled() {
        TestNode node = TestNode.enrolled(server, "web1");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("enabled", false));

        assertThat(node.login(null).code()).isEqualTo(401);
        assertThat(node.ping().code()).isEqualTo(403);
    }

    @Test
    void token_endsWithItsTime_andPingRenewsItBefore() {
        TestNode node = TestNode.enrolled(server, "web1");
        Reply fresh = node.ping();
        server.clock.advance(Duration.ofMinutes(111));

        Reply late = node.ping();
        server.clock.advance(Duration.ofMinutes(10));
        Reply expired = node.ping();
        node.token = late.text("data.Token");
        Reply renewed = node.ping();

        assertThat(fresh.at("data.Token")).isNull();
        assertThat(expired.code()).isEqualTo(401);
        assertThat(renewed.code()).isZero();
    }

    @Test
    void token_ofNobody_isRefusedEverywhere() {
        for (String path : new String[] {"/Node/Ping", "/Node/PostEvents", "/Node/CommandReply", "/Node/Upgrade"}) {
            assertThat(server.link(path, "{}", "not.a.token").code()).as(path).isEqualTo(401);
            assertThat(server.link(path, "{}", null).code()).as(path).isEqualTo(401);
        }
    }
}
