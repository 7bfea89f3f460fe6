package io.stardust.server.command;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.command.CommandModel;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommanderTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private String commands;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        server.allowEveryCommand();
        node = TestNode.enrolled(server, "web1");
        commands = "/nodes/" + node.id() + "/commands";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply reply(TestNode from, long id, int status, String text) {
        return server.link("/Node/CommandReply", Map.of("Id", id, "Status", status, "Data", text), from.token);
    }

    private Reply command(long id) {
        return server.api("GET", "/commands/" + id, null);
    }

    @Test
    void command_isPushedAtOnce_andItsReplyShows() throws Exception {
        try (var socket = new TestSocket(server, "/Node/Notify", node.token)) {
            Reply sent = server.api("POST", commands, Map.of("command", "Bash", "argument", "uptime"));
            CommandModel pushed = socket.hearCommand();
            Reply answer = reply(node, pushed.id(), 2, "up 3 days");

            assertThat(sent.status()).isEqualTo(201);
            assertThat(sent.text("status")).isEqualTo("processing");
            assertThat(pushed.id()).isEqualTo(sent.number("id"));
            assertThat(pushed.command()).isEqualTo("bash");
            assertThat(pushed.argument()).isEqualTo("uptime");
            assertThat(pushed.startTime()).isEmpty();
            assertThat(answer.number("data")).isEqualTo(1);
            assertThat(command(pushed.id()).text("result")).isEqualTo("up 3 days");
            assertThat(command(pushed.id()).text("status")).isEqualTo("done");
        }
    }

    @Test
    void command_isInEveryPing_untilItIsAnswered() {
        long id =
                server.api("POST", commands, Map.of("command", "node/upgrade")).number("id");

        Reply first = node.ping();
        Reply second = node.ping();
        reply(node, id, 4, "no");
        Reply third = node.ping();

        assertThat(first.number("data.Commands.0.Id")).isEqualTo(id);
        assertThat(first.at("data.Commands.0.StartTime")).isEqualTo("");
        assertThat(second.number("data.Commands.0.Id")).isEqualTo(id);
        assertThat(third.at("data.Commands")).isNull();
        assertThat(command(id).number("times")).isEqualTo(2);
        assertThat(command(id).text("status")).isEqualTo("error");
    }

    @Test
    void command_isGivenUp_afterTenDeliveries() {
        long id =
                server.api("POST", commands, Map.of("command", "node/upgrade")).number("id");
        for (int i = 0; i < 10; i++)
            assertThat(node.ping().number("data.Commands.0.Id")).isEqualTo(id);

        Reply eleventh = node.ping();

        assertThat(eleventh.at("data.Commands")).isNull();
        assertThat(command(id).text("status")).isEqualTo("cancelled");
    }

    @Test
    void command_isCancelled_whenItExpires() {
        long id = server.api("POST", commands, Map.of("command", "x", "expireAt", server.clock.millis() + 60_000))
                .number("id");
        String date = node.ping().text("data.Commands.0.Expire");

        server.clock.advance(Duration.ofSeconds(61));

        assertThat(date).isEqualTo("2026-05-04T10:01:00Z");
        await(() -> command(id).text("status").equals("cancelled"));
        assertThat(command(id).text("result")).isEqualTo("expired");
        assertThat(node.ping().at("data.Commands")).isNull();
    }

    @Test
    void command_isHeldBack_untilShortlyBeforeItsStart() {
        long start = server.clock.millis() + Duration.ofHours(1).toMillis();
        long id = server.api("POST", commands, Map.of("command", "x", "startAt", start))
                .number("id");
        Reply early = node.ping();
        server.clock.advance(Duration.ofMinutes(56));

        Reply due = node.ping();

        assertThat(early.at("data.Commands")).isNull();
        assertThat(due.number("data.Commands.0.Id")).isEqualTo(id);
        assertThat(due.text("data.Commands.0.StartTime")).isEqualTo("2026-05-04T11:00:00Z");
    }

    @Test
    void command_survivesARestart_andIdsGoOn() {
        long id = server.api("POST", commands, Map.of("command", "x")).number("id");

        server.restart();
        Reply ping = node.ping();
        long next = server.api("POST", commands, Map.of("command", "y")).number("id");

        assertThat(ping.number("data.Commands.0.Id")).isEqualTo(id);
        assertThat(next).isGreaterThan(id);
    }

    @Test
    void send_waitsForTheAnswer_whenAsked() throws Exception {
        try (var socket = new TestSocket(server, "/Node/Notify", node.token)) {
            var sent = CompletableFuture.supplyAsync(
                    () -> server.api("POST", commands, Map.of("command", "bash", "waitSeconds", 20)));
            reply(node, socket.hearCommand().id(), 2, "done so");

            assertThat(sent.get(10, TimeUnit.SECONDS).text("result")).isEqualTo("done so");
        }
    }

    @Test
    void sendCommand_takesAnOperatorsTokenOnly() throws Exception {
        Guest operator = server.guest("shop", "operator");
        Guest viewer = server.guest("bar", "viewer");
        TestNode shop = TestNode.enrolled(server, "shop1", operator.project(), "4.0.0");
        TestNode bar = TestNode.enrolled(server, "bar1", viewer.project(), "4.0.0");
        Map<String, Object> wish = new HashMap<>(Map.of("Command", "bash", "Argument", "ls", "Expire", 3600));

        wish.put("Code", String.valueOf(shop.code));
        Reply asNode = server.link("/Node/SendCommand", wish, shop.token);
        Reply asNobody = server.link("/Node/SendCommand", wish, null);
        Reply elsewhere = server.link("/Node/SendCommand", wish, viewer.token());
        Reply sent = server.link("/Node/SendCommand", wish, operator.token());
        wish.put("Code", String.valueOf(bar.code));
        Reply asViewer = server.link("/Node/SendCommand", wish, viewer.token());

        assertThat(asNode.code()).isEqualTo(401);
        assertThat(asNobody.code()).isEqualTo(401);
        assertThat(elsewhere.code()).isEqualTo(404);
        assertThat(asViewer.code()).isEqualTo(403);
        assertThat(sent.number("data.Status")).isZero();
        assertThat(shop.ping().number("data.Commands.0.Id")).isEqualTo(sent.number("data.Id"));
    }

    @Test
    void reply_isIgnored_whenTheCommandIsAnotherNodes() {
        TestNode other = TestNode.enrolled(server, "web2");
        long id = server.api("POST", commands, Map.of("command", "x")).number("id");

        Reply reply = reply(other, id, 2, "mine");

        assertThat(reply.number("data")).isZero();
        assertThat(command(id).text("status")).isEqualTo("ready");
    }

    @Test
    void cancel_endsIt_once() {
        long id = server.api("POST", commands, Map.of("command", "x")).number("id");

        int first = server.api("DELETE", "/commands/" + id, null).status();
        int second = server.api("DELETE", "/commands/" + id, null).status();

        assertThat(first).isEqualTo(204);
        assertThat(second).isEqualTo(409);
        assertThat(command(id).text("status")).isEqualTo("cancelled");
        assertThat(node.ping().at("data.Commands")).isNull();
    }

    @Test
    void send_namesTheFieldAndWhatWasExpected_whenItIsOutOfBounds() {
        List<Map<String, Object>> bodies = List.of(
                Map.of("command", ""),
                Map.of("command", "a b"),
                Map.of("command", "x".repeat(101)),
                Map.of("argument", "a\u0001", "command", "x"),
                Map.of("argument", "漢".repeat(25_000), "command", "x"),
                Map.of("argument", "a".repeat(32_001), "command", "x"),
                Map.of("waitSeconds", 31, "command", "x"),
                Map.of("expireAt", 1, "command", "x"),
                Map.of("startAt", Long.MAX_VALUE, "command", "x"));

        for (Map<String, Object> body : bodies) {
            Reply reply = server.api("POST", commands, body);
            assertThat(reply.status()).as(body.keySet().toString()).isEqualTo(400);
        }
    }

    @Test
    void commands_goWithTheirNode() {
        long id = server.api("POST", commands, Map.of("command", "x")).number("id");

        server.api("DELETE", "/nodes/" + node.id(), null);

        await(() -> command(id).status() == 404);
    }
}
