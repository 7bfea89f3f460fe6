package io.stardust.server.push;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.node.TestNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class NodeSocketTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        server.allowEveryCommand();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void socket_answersPingAndShowsTheLongLink_untilItIsGone() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");

        try (var socket = new TestSocket(server, "/Node/Notify", node.token)) {
            socket.say("Ping");
            assertThat(socket.hear()).isEqualTo("Pong");
            assertThat(node.view().at("node.longLink")).isEqualTo(true);
        }

        await(() -> Boolean.FALSE.equals(node.view().at("node.longLink")));
    }

    @Test
    void socket_opensInLowerCase_withTheTokenInTheQuery() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");

        try (var socket = new TestSocket(server, "/node/notify?token=" + node.token, null)) {
            socket.say("Ping");
            assertThat(socket.hear()).isEqualTo("Pong");
        }
    }

    @Test
    void socket_isRefused_whenTheTokenDoesNotHold() {
        assertThatThrownBy(() -> new TestSocket(server, "/Node/Notify", "not.a.token").close())
                .hasMessageContaining("WebSocketHandshakeException");
        assertThatThrownBy(() -> new TestSocket(server, "/Node/Notify", null).close())
                .hasMessageContaining("WebSocketHandshakeException");
    }

    @Test
    void notify_isABadRequest_withoutAnUpgrade() {
        TestNode node = TestNode.enrolled(server, "web1");

        assertThat(server.link("/Node/Notify", null, node.token).status()).isEqualTo(400);
    }

    @Test
    void newerSocket_closesTheOlder() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");

        try (var older = new TestSocket(server, "/Node/Notify", node.token);
                var newer = new TestSocket(server, "/Node/Notify", node.token)) {
            assertThat(older.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
            newer.say("Ping");
            assertThat(newer.hear()).isEqualTo("Pong");
            assertThat(node.view().at("node.longLink")).isEqualTo(true);
        }
    }

    @Test
    void socket_isClosed_whenTheNodeIsDisabled() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");

        try (var socket = new TestSocket(server, "/Node/Notify", node.token)) {
            server.api("PATCH", "/nodes/" + node.id(), Map.of("enabled", false));

            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    @Test
    void reader_thatDoesNotRead_isCutAndHoldsUpNobody() throws Exception {
        TestNode slow = TestNode.enrolled(server, "slow");
        TestNode quick = TestNode.enrolled(server, "quick");
        Map<String, Object> large = Map.of("command", "x", "argument", "漢".repeat(20_000));

        try (var deaf = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var socket = new TestSocket(server, "/Node/Notify", quick.token)) {
            String upgrade = """
                    GET /Node/Notify HTTP/1.1\r
                    Host: localhost\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Authorization: Bearer %s\r
                    \r
                    """.formatted(slow.token);
            deaf.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            await(() -> Boolean.TRUE.equals(slow.view().at("node.longLink")));
            String commands = "/nodes/" + slow.id() + "/commands";
            for (int i = 0; i < 900 && linked(slow); i++) {
                assertThat(server.api("POST", commands, large).status()).isEqualTo(201);
            }
            server.api("POST", "/nodes/" + quick.id() + "/commands", Map.of("command", "hello"));

            await(() -> !linked(slow));
            assertThat(socket.hearCommand().command()).isEqualTo("hello");
        }
    }

    private static boolean linked(TestNode node) {
        return Boolean.TRUE.equals(node.view().at("node.longLink"));
    }
}
