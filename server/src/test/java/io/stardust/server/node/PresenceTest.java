package io.stardust.server.node;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceTest {
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
    void ping_answersWithNumbersOnly_andShowsInTheDetail() {
        TestNode node = TestNode.enrolled(server, "web1");

        Reply ping = node.ping();
        Reply detail = node.view();

        assertThat(ping.number("data.Time")).isEqualTo(77);
        assertThat(ping.number("data.ServerTime")).isEqualTo(server.clock.millis());
        assertThat(ping.number("data.Period")).isEqualTo(60);
        assertThat(ping.number("data.SyncTime")).isZero();
        assertThat(ping.number("data.DesiredRevision")).isZero();
        assertThat(ping.at("data.Commands")).isNull();
        assertThat(detail.number("latest.memory")).isEqualTo(1024);
        assertThat(detail.text("info.machineName")).isEqualTo("web1");
        assertThat(detail.headers().get("etag")).containsExactly("\"1\"");
    }

    @Test
    void ping_takesCamelCaseAndPascalCaseAlike() {
        TestNode node = TestNode.enrolled(server, "web1");

        Reply camel = server.link("/node/ping", "{\"time\":\"5\",\"memory\":\"7\",\"unknown\":[1]}", node.token);
        Reply pascal = server.link("/Node/Ping/", "{\"Time\":6,\"Memory\":\"\",\"CpuRate\":null}", node.token);

        assertThat(camel.number("data.Time")).isEqualTo(5);
        assertThat(pascal.number("data.Time")).isEqualTo(6);
    }

    @Test
    void node_isOffline_whenItWasNotHeardOfForTheSessionTimeout() {
        TestNode node = TestNode.enrolled(server, "web1");
        server.clock.advance(Duration.ofSeconds(299));
        node.ping();
        server.clock.advance(Duration.ofSeconds(299));
        String before = status(node);

        server.clock.advance(Duration.ofSeconds(302));

        assertThat(before).isEqualTo("online");
        await(() -> status(node).equals("offline"));
        assertThat(node.ping().code()).isZero();
        assertThat(status(node)).isEqualTo("online");
    }

    @Test
    void node_isOfflineAtOnce_whenItLogsOut() {
        TestNode node = TestNode.enrolled(server, "web1");

        Reply reply = server.link("/Node/Logout?reason=stop", null, node.token);

        assertThat(reply.text("data.Name")).isEqualTo("web1");
        assertThat(status(node)).isEqualTo("offline");
    }

    @Test
    void node_isNotResponding_fromTheMomentItsPushChannelCloses_andOnlineWithTheNextPing() {
        TestNode node = TestNode.enrolled(server, "web1");
        node.ping();
        var socket = new TestSocket(server, "/Node/Notify", node.token);
        server.clock.advance(Duration.ofSeconds(7));
        long closed = server.clock.millis();
        socket.close();

        await(() -> status(node).equals("notResponding"));
        Reply silent = node.view();
        Reply listed = server.api("GET", "/nodes?status=notResponding", null);
        server.clock.advance(Duration.ofSeconds(5));
        node.ping();
        Reply back = node.view();

        assertThat(silent.number("node.since")).isEqualTo(closed);
        assertThat(listed.text("items.0.name")).isEqualTo("web1");
        assertThat(back.text("node.status")).isEqualTo("online");
        assertThat(back.number("node.since")).isEqualTo(server.clock.millis());
    }

    @Test
    void node_isOffline_sinceItStoppedResponding_whenTheTimeoutHasPassed() {
        TestNode node = TestNode.enrolled(server, "web1");
        node.ping();
        long closed = server.clock.millis();
        new TestSocket(server, "/Node/Notify", node.token).close();
        await(() -> status(node).equals("notResponding"));

        server.clock.advance(Duration.ofSeconds(601));

        await(() -> status(node).equals("offline"));
        assertThat(node.view().number("node.since")).isEqualTo(closed);
    }

    @Test
    void node_isNotResponding_whenItWasSilentForHalfTheTimeout() {
        TestNode node = TestNode.enrolled(server, "web1");
        long heard = server.clock.millis();

        server.clock.advance(Duration.ofSeconds(302));

        await(() -> status(node).equals("notResponding"));
        assertThat(node.view().number("node.since")).isEqualTo(heard);
    }

    @Test
    void foreignNode_hasItsOwnPeriodAndTimeout() {
        server.close();
        server = ServerUnderTest.start(
                data.resolve("usual"),
                settings -> settings.withNodes(ServerSettings.defaults(data, 0).nodes()));
        TestNode ours = TestNode.enrolled(server, "web1");
        TestNode foreign = TestNode.enrolled(server, "old1", 1, "3.6.2024.1");

        assertThat(ours.ping().number("data.Period")).isEqualTo(30);
        assertThat(foreign.ping().number("data.Period")).isEqualTo(60);
        server.clock.advance(Duration.ofSeconds(91));

        await(() -> status(ours).equals("offline"));
        assertThat(status(foreign)).isEqualTo("online");
    }

    @Test
    void node_staysOnline_whenTheServerWasRestartedAfterALongTime() {
        TestNode node = TestNode.enrolled(server, "web1");

        server.clock.advance(Duration.ofHours(3));
        server.restart();
        String before = status(node);
        server.clock.advance(Duration.ofSeconds(601));

        assertThat(before).isEqualTo("online");
        await(() -> status(node).equals("offline"));
    }

    @Test
    void heartbeats_surviveARestart() {
        TestNode node = TestNode.enrolled(server, "web1");
        node.ping();
        server.clock.advance(Duration.ofSeconds(60));
        node.ping();

        server.restart();

        assertThat(node.view().number("latest.memory")).isEqualTo(1024);
        assertThat(node.view().number("node.lastSeenAt")).isEqualTo(server.clock.millis());
    }

    @Test
    void events_areCountedAndTheNewestThousandKept() {
        TestNode node = TestNode.enrolled(server, "web1");
        for (int batch = 0; batch < 11; batch++) {
            int from = batch * 100;
            List<Map<String, Object>> events = IntStream.range(from, from + 100)
                    .mapToObj(i -> Map.<String, Object>of("Time", 1000 + i, "Type", "info", "Name", "e" + i))
                    .toList();
            assertThat(server.link("/Node/PostEvents", Json.PEOPLE.text(events), node.token)
                            .number("data"))
                    .isEqualTo(100);
        }

        Reply newest = server.api("GET", "/nodes/" + node.id() + "/events?limit=500", null);
        Reply next =
                server.api("GET", "/nodes/" + node.id() + "/events?limit=500&cursor=" + newest.number("next"), null);

        assertThat(newest.text("items.0.name")).isEqualTo("e1099");
        assertThat(next.text("items.499.name")).isEqualTo("e100");
        assertThat(next.at("next")).isNull();
    }

    @Test
    void upgrade_answersNull() {
        TestNode node = TestNode.enrolled(server, "web1");

        Reply reply = server.link("/Node/Upgrade?channel=Release", null, node.token);

        assertThat(reply.code()).isZero();
        assertThat(String.valueOf(reply.body())).contains("data=null");
        assertThat(reply.at("data")).isNull();
    }

    private static String status(TestNode node) {
        return node.view().text("node.status");
    }
}
