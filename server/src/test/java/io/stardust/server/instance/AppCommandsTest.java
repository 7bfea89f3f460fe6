package io.stardust.server.instance;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class AppCommandsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestApp app;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        app = TestApp.keyed(server, "shop", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply order(Map<String, Object> wish) {
        return server.api("POST", "/apps/" + app.id() + "/commands", wish);
    }

    /** The channel of an instance, open at both ends: a client sees its own end open before the server has. */
    private TestSocket channel(TestApp of) throws InterruptedException {
        var socket = new TestSocket(server, "/App/Notify", of.token);
        socket.say("Ping");
        assertThat(socket.hear()).isEqualTo("Pong");
        return socket;
    }

    private Reply answer(TestApp from, long id, String text) {
        return server.link("/App/CommandReply", Map.of("Id", id, "Status", 2, "Data", text), from.token);
    }

    @Test
    void command_ridesOnHeartbeats_untilItIsAnswered() {
        long id = order(Map.of("command", "app/freeMemory", "argument", "x")).number("items.0.id");

        Reply ping = app.ping();
        assertThat(ping.number("data.Commands.0.Id")).isEqualTo(id);
        assertThat(ping.text("data.Commands.0.Command")).isEqualTo("app/freeMemory");
        assertThat(ping.text("data.Commands.0.Argument")).isEqualTo("x");
        assertThat(ping.text("data.Commands.0.Expire"))
                .as("which old clients read as another zone's")
                .isEmpty();
        assertThat(app.ping().number("data.Commands.0.Id")).isEqualTo(id);

        assertThat(answer(app, id, "done").number("data")).isEqualTo(1);
        assertThat(app.ping().at("data.Commands")).isNull();
        assertThat(answer(app, id, "done").number("data")).isZero();
        assertThat(String.valueOf(
                        server.api("GET", "/changes?kind=app.commanded", null).body()))
                .contains("app/freeMemory");
    }

    @Test
    void command_isPushedAndItsAnswerAwaited() throws Exception {
        try (var socket = channel(app)) {
            CompletableFuture<Reply> asked =
                    CompletableFuture.supplyAsync(() -> order(Map.of("command", "config/publish", "wait", 20)));
            long id = socket.hearCommand().id();
            answer(app, id, "成功");

            Reply ended = asked.get();

            assertThat(ended.text("items.0.status")).isEqualTo("done");
            assertThat(ended.text("items.0.result")).isEqualTo("成功");
        }
    }

    @Test
    void command_isGivenUp_whenItHasExpired() {
        order(Map.of("command", "x", "expire", 5));

        server.clock.advance(Duration.ofSeconds(6));

        assertThat(app.ping().at("data.Commands")).isNull();
    }

    @Test
    void command_goesToOneInstance_orToAll() {
        TestApp second = app.sibling("10.0.0.8@2");

        assertThat(order(Map.of("command", "x", "client", second.client)).number("sent"))
                .isEqualTo(1);
        assertThat(app.ping().at("data.Commands")).isNull();
        assertThat(order(Map.of("command", "y")).number("sent")).isEqualTo(2);
        assertThat(order(Map.of("command", "x", "client", "nobody")).status()).isEqualTo(404);
        assertThat(order(Map.of("command", "")).status()).isEqualTo(400);
        assertThat(order(Map.of("command", "x", "expire", 3_001)).status()).isEqualTo(400);
    }

    @Test
    void command_isRefused_whenTooManyAreUnanswered() {
        for (int i = 0; i < 100; i++) order(Map.of("command", "x"));

        assertThat(order(Map.of("command", "x")).status()).isEqualTo(409);
    }

    @Test
    void answer_toAnothersCommand_isRefused() {
        TestApp second = app.sibling("10.0.0.8@2");
        long id = order(Map.of("command", "x", "client", second.client)).number("items.0.id");

        assertThat(answer(app, id, "mine").code()).isEqualTo(403);
        assertThat(answer(second, id, "mine").number("data")).isEqualTo(1);
    }

    @Test
    void sendCommand_demandsControl_andWaitsForTheAnswer() throws Exception {
        TestApp boss = TestApp.keyed(server, "boss", 1);
        Map<String, Object> wish = Map.of("Code", "shop", "Command", "hello", "Timeout", 20);

        assertThat(server.link("/App/SendCommand", wish, boss.token).code()).isEqualTo(401);
        server.api("PATCH", "/apps/" + boss.id(), Map.of("control", "other"));
        assertThat(server.link("/App/SendCommand", wish, boss.token).code()).isEqualTo(403);
        server.api("PATCH", "/apps/" + boss.id(), Map.of("control", "shop"));
        try (var socket = channel(app)) {
            CompletableFuture<Reply> asked =
                    CompletableFuture.supplyAsync(() -> server.link("/App/SendCommand", wish, boss.token));
            answer(app, socket.hearCommand().id(), "hi");

            assertThat(asked.get().text("data.Data")).isEqualTo("hi");
        }
        assertThat(server.link("/App/SendCommand", Map.of("Code", "shop@" + app.client, "Command", "hello"), boss.token)
                        .number("data.Status"))
                .isZero();
    }

    @Test
    void sendCommand_reachesNoOtherProject() {
        long other = server.guest("other", "viewer").project();
        TestApp hidden = TestApp.keyed(server, "hidden", other);
        TestNode node = TestNode.enrolled(server, "theirs", other, "4.0.0");
        server.api("PATCH", "/apps/" + app.id(), Map.of("control", "*"));

        assertThat(server.link("/App/SendCommand", Map.of("Code", hidden.name, "Command", "x"), app.token)
                        .code())
                .isEqualTo(404);
        assertThat(server.link("/Node/SendCommand", Map.of("Code", node.code, "Command", "x"), app.token)
                        .code())
                .isEqualTo(404);
    }

    @Test
    void nodeSendCommand_takesAnAppThatMayControlTheNode() {
        server.api("PUT", "/command-policy", Map.of("shell", false, "commands", List.of("hello")));
        TestNode node = TestNode.enrolled(server, "web1");
        Map<String, Object> wish = Map.of("Code", String.valueOf(node.code), "Command", "hello");

        assertThat(server.link("/Node/SendCommand", wish, app.token).code()).isEqualTo(401);
        server.api("PATCH", "/apps/" + app.id(), Map.of("control", String.valueOf(node.code)));
        long id = server.link("/Node/SendCommand", wish, app.token).number("data.Id");

        assertThat(server.api("GET", "/commands/" + id, null).text("createdBy"))
                .isEqualTo("app:%d shop".formatted(app.id()));
        assertThat(server.link(
                                "/Node/SendCommand",
                                Map.of("Code", String.valueOf(node.code), "Command", "bash"),
                                app.token)
                        .code())
                .isEqualTo(403);
    }

    @Test
    void upstreamsPrograms_commandNobody_whateverIsWrittenOfThem() {
        var agent = new TestApp(server, "StarAgent");
        agent.login();
        server.api("PATCH", "/apps/" + agent.id(), Map.of("control", "*"));

        assertThat(server.link("/App/SendCommand", Map.of("Code", "shop", "Command", "x"), agent.token)
                        .code())
                .isEqualTo(401);
    }

    @Test
    void events_reachTheOthersThatListen_asTheyWereSent() throws Exception {
        TestApp second = app.sibling("10.0.0.8@2");
        TestApp foreign =
                TestApp.keyed(server, "foreign", server.guest("other", "viewer").project());
        try (var one = new TestSocket(server, "/App/Notify", app.token);
                var two = new TestSocket(server, "/App/Notify", second.token);
                var stranger = new TestSocket(server, "/App/Notify", foreign.token)) {
            for (var socket : List.of(one, two, stranger)) {
                socket.say("event#files-NewFile#c#subscribe");
                socket.say("Ping");
                assertThat(socket.hear()).isEqualTo("Pong");
            }
            String line = "event#files-NewFile#10.0.0.7@26012#{\"Id\":7,\"Name\":\"a#b\"}";

            one.say(line);

            assertThat(two.hear()).isEqualTo(line);
            two.say("event#files-NewFile#c#unsubscribe");
            two.say("event#files-NewFile#c#{}");
            assertThat(one.hear()).isEqualTo("event#files-NewFile#c#{}");
            for (var socket : List.of(one, two, stranger)) {
                one.say(line);
                socket.say("Ping");
                assertThat(socket.hear()).isEqualTo("Pong");
                assertThat(socket.received).isEmpty();
            }
        }
    }

    @Test
    void subscription_outlivesAShortBreakOfTheChannel() throws Exception {
        TestApp second = app.sibling("10.0.0.8@2");
        try (var two = new TestSocket(server, "/App/Notify", second.token)) {
            try (var one = new TestSocket(server, "/App/Notify", app.token)) {
                one.say("event#t#c#subscribe");
                one.say("Ping");
                assertThat(one.hear()).isEqualTo("Pong");
            }
            await(() -> Boolean.FALSE.equals(app.instances().at("items.0.linked")));
            try (var again = channel(app)) {
                two.say("event#t#c#{}");
                assertThat(again.hear()).isEqualTo("event#t#c#{}");
            }
        }
    }
}
