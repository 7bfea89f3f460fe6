package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Credentials.Pair;
import io.stardust.client.link.Frames.Frame;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.PingResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class LinkTest {
    private static final Pair KNOWN = new Pair("B276D922", "Kd83jfLq02mZx7Pw");

    private final KeptCredentials credentials = new KeptCredentials(KNOWN);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<CommandModel>> pending = new AtomicReference<>(List.of());
    private final Map<Long, CommandReplyModel> replies = new ConcurrentHashMap<>();
    private final AtomicInteger echoes = new AtomicInteger();
    private FakeServer server; // made before each test
    private @Nullable Link link;

    @BeforeEach
    void startServer() throws IOException {
        server = server(new FakeServer());
    }

    @AfterEach
    void stop() throws IOException {
        if (link != null) link.close();
        server.close();
    }

    @Test
    void start_logsInWithAProof_andOpensTheSocketWithTheToken() {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());

        LoginInfo login = Json.WIRE.read(server.requests("/Node/Login").get(0).body(), LoginInfo.class);
        assertThat(login.code()).isEqualTo("B276D922");
        assertThat(SecretProof.proves(String.valueOf(login.secret()), KNOWN.secret(), Instant.now()))
                .isTrue();
        assertThat(login.secret()).startsWith("$md5$");
        assertThat(login.enrolToken()).isNull();
        assertThat(server.sockets.get(0).request().token()).isEqualTo("t1");
        assertThat(server.sockets.get(0).request().path()).isEqualTo("/Node/Notify");
        Awaits.until("news", () -> news.containsAll(List.of("loggedIn", "connected")));
    }

    @Test
    void text_isTold_whenItIsNeitherACommandNorASignOfLife() throws IOException {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());

        for (String text : List.of("bad#", "Pong", "{", "service#{}"))
            server.sockets.get(0).text(text);

        Awaits.until("the last", () -> news.contains("service#{}"));
        assertThat(news).contains("bad#").doesNotContain("Pong", "{", "lost");
    }

    @Test
    void isReachable_tellsWhetherAServerAnsweredLast() throws IOException {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("reached", link::isReachable);

        server.goAway();
        Awaits.until("not reached", () -> !link.isReachable());
        server.comeBack();

        Awaits.until("reached again", link::isReachable);
    }

    @Test
    void login_sendsTheEnrolTokenAndKeepsThePair_whenTheNodeIsNew() {
        var fresh = new KeptCredentials(null);
        server.route("/Node/Login", request -> Envelope.ok(new LoginResponse("C1", "S1", "n", "t1", 7200, 0, now())));

        start(Pace.usual().faster(20), fresh, server);
        Awaits.until("stored", () -> fresh.load() != null);

        LoginInfo login = Json.WIRE.read(server.requests("/Node/Login").get(0).body(), LoginInfo.class);
        assertThat(login.enrolToken()).isEqualTo("enrol-me");
        assertThat(login.code()).isNull();
        assertThat(fresh.load()).isEqualTo(new Pair("C1", "S1"));
    }

    @Test
    void login_keepsNothing_whenTheAnswerHasHalfAPair() {
        server.route("/Node/Login", request -> Envelope.ok(new LoginResponse("C1", "", "n", "t1", 7200, 0, now())));

        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);

        assertThat(credentials.load()).isEqualTo(KNOWN);
    }

    @Test
    void login_asksOn_untilSomebodyApproves() {
        var asked = new AtomicInteger();
        server.route("/Node/Login", request -> {
            boolean approved = asked.incrementAndGet() > 3;
            return Envelope.ok(new LoginResponse("C1", "S1", "n", approved ? "t1" : null, 7200, 0, now()));
        });

        Link link = start(Pace.usual().faster(100), server);
        Awaits.until("logged in", link::isLoggedIn);

        assertThat(asked.get()).isEqualTo(4);
        assertThat(credentials.load()).isEqualTo(new Pair("C1", "S1"));
    }

    @Test
    void login_triesAgain_whenItIsRefusedOrTheServerStumbles() {
        var asked = new AtomicInteger();
        server.route("/Node/Login", request -> {
            if (asked.incrementAndGet() == 1) throw new Envelope.Refused(403, "disabled");
            if (asked.get() == 2) return new byte[0];
            if (asked.get() == 3) return "<html>".getBytes(StandardCharsets.UTF_8);
            return Envelope.ok(new LoginResponse(null, null, "n", "t1", 7200, 0, now()));
        });

        Link link = start(Pace.usual().faster(100), server);
        Awaits.until("logged in", link::isLoggedIn);

        assertThat(asked.get()).isEqualTo(4);
    }

    @Test
    void call_logsInAgainAndRepeats_whenTheTokenIsRefused() throws IOException {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);
        server.route("/Deploy/GetAll", request -> {
            if ("t1".equals(request.token())) throw new Envelope.Refused(401, "expired");
            return Envelope.ok(List.of());
        });

        List<DeployInfo> all = link.callList("GET", "/Deploy/GetAll", Map.of("deployId", "-1"), null, DeployInfo.class);

        assertThat(all).isEmpty();
        assertThat(server.requests("/Deploy/GetAll").stream().map(FakeServer.Request::token))
                .startsWith("t1", "t2");
        assertThat(server.requests("/Deploy/GetAll").get(0).query()).isEqualTo("deployId=-1");
        Awaits.until(
                "told again", () -> news.stream().filter("loggedIn"::equals).count() == 2);
    }

    @Test
    void call_throwsTheServersWords_whenItIsRefusedOtherwise() {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);
        server.route("/Deploy/Report", request -> {
            throw new Envelope.Refused(400, "Revision: -1");
        });

        assertThatThrownBy(() -> link.call("POST", "/Deploy/Report", Map.of(), Map.of(), Object.class))
                .isInstanceOf(Envelope.Refused.class)
                .hasMessage("Revision: -1");
        assertThat(server.requests("/Node/Login")).hasSize(1);
    }

    @Test
    void send_takesTheBytesAsTheyAre_andReturnsWhatTheServerSaid() throws IOException {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);
        server.route("/Deploy/Output", request -> Envelope.ok(null));
        byte[] bytes = "one\ntwo\nmore".getBytes(StandardCharsets.UTF_8);

        assertThat(link.send("/Deploy/Output", Map.of("X-Output", "{}"), bytes, 8))
                .isEqualTo(new Reply(0, false, "", Duration.ZERO));

        FakeServer.Request request = server.requests("/Deploy/Output").get(0);
        assertThat(request.body()).isEqualTo("one\ntwo\n");
        assertThat(request.token()).isEqualTo("t1");
        assertThat(request.headers())
                .containsEntry("x-output", "{}")
                .containsEntry("content-type", "application/octet-stream")
                .containsEntry("content-length", "8");
    }

    @Test
    void send_tellsHowLongToWait_andWhoSaidNo() throws IOException {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);
        server.route("/Deploy/Output", request -> {
            throw new Envelope.Refused(429, "too much");
        });
        server.moreHeaders = "Retry-After: 7\r\n";

        Reply busy = link.send("/Deploy/Output", Map.of(), new byte[1], 1);
        server.moreHeaders = "";
        Reply missing = link.send("/Deploy/Other", Map.of(), new byte[1], 1);

        assertThat(busy).isEqualTo(new Reply(429, false, "too much", Duration.ofSeconds(7)));
        assertThat(missing).isEqualTo(new Reply(404, true, "HTTP 404", Duration.ZERO));
    }

    @Test
    void send_logsInAgainAndRepeats_whenTheTokenIsRefused() throws IOException {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);
        server.route("/Deploy/Output", request -> {
            if ("t1".equals(request.token())) throw new Envelope.Refused(401, "expired");
            return Envelope.ok(null);
        });

        assertThat(link.send("/Deploy/Output", Map.of(), new byte[1], 1).code()).isZero();

        assertThat(server.requests("/Deploy/Output")).hasSize(2);
    }

    @Test
    void ping_takesTheRenewedToken_andTellsTheRevision() {
        server.route("/Node/Ping", request -> Envelope.ok(pong("renewed", 42)));

        start(Pace.usual().faster(50), server);
        Awaits.until("two heartbeats", () -> server.requests("/Node/Ping").size() >= 2);

        assertThat(server.requests("/Node/Ping").get(0).token()).isEqualTo("t1");
        assertThat(server.requests("/Node/Ping").get(1).token()).isEqualTo("renewed");
        assertThat(news).contains("revision 42");
    }

    @Test
    void ping_logsInAgain_whenTheNodeIsRefused() {
        var refused = new AtomicInteger();
        server.route("/Node/Ping", request -> {
            if (refused.incrementAndGet() == 1) throw new Envelope.Refused(403, "unknown");
            return Envelope.ok(pong(null, 0));
        });

        start(Pace.usual().faster(50), server);

        Awaits.until("second login", () -> server.requests("/Node/Login").size() == 2);
        Awaits.until("second heartbeat", () -> refused.get() >= 2);
    }

    @Test
    void command_isRunOnceAndAnswered_whenItComesBySocketAndHeartbeat() throws IOException {
        var echo = new CommandModel(7, "echo", "hello", "", "", null, 0);
        start(Pace.usual().faster(50), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());

        server.sockets.get(0).text(Json.WIRE.text(echo));
        pending.set(List.of(echo));
        Awaits.until("reply", () -> replies.containsKey(7L));
        int heartbeats = server.requests("/Node/Ping").size();
        Awaits.until("more heartbeats", () -> server.requests("/Node/Ping").size() > heartbeats + 1);

        assertThat(replies.get(7L)).isEqualTo(new CommandReplyModel(7, 2, "hello"));
        assertThat(echoes).hasValue(1);
    }

    @Test
    void command_runsAtItsTime_notBefore() throws IOException {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());
        Instant start = Instant.now().plusMillis(600);

        server.sockets.get(0).text(Json.WIRE.text(new CommandModel(8, "echo", "later", start.toString(), "", null, 0)));
        Awaits.until("put off", () -> replies.containsKey(8L));
        assertThat(reply(8).status()).isEqualTo(1);
        Awaits.until("done", () -> reply(8).status() == 2);

        assertThat(Instant.now()).isAfterOrEqualTo(start.minusMillis(50)); // clocks are compared through the wire
    }

    @Test
    void command_comesInPieces_andIsUnderstood() throws IOException {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());
        byte[] json = Json.WIRE.bytes(new CommandModel(9, "echo", "hé".repeat(300), "", "", null, 0));

        var bytes = new java.io.ByteArrayOutputStream();
        bytes.writeBytes(Frames.write(new Frame(false, Frames.TEXT, java.util.Arrays.copyOf(json, 100)), null));
        bytes.writeBytes(Frames.write(new Frame(true, Frames.PING, new byte[0]), null));
        bytes.writeBytes(Frames.write(
                new Frame(true, Frames.CONTINUATION, java.util.Arrays.copyOfRange(json, 100, json.length)), null));
        server.sockets.get(0).frames(bytes.toByteArray());

        Awaits.until("reply", () -> replies.containsKey(9L));
        assertThat(reply(9).data()).isEqualTo("hé".repeat(300));
    }

    @Test
    void reply_isSentAgain_whenItCouldNotBeSent() throws IOException {
        start(Pace.usual().faster(50), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());
        var tries = new AtomicInteger();
        server.route("/Node/CommandReply", request -> {
            if (tries.incrementAndGet() < 3) return "nonsense".getBytes(StandardCharsets.UTF_8);
            return keepReply(request);
        });

        server.sockets.get(0).text(Json.WIRE.text(new CommandModel(10, "echo", "x", "", "", null, 0)));

        Awaits.until("reply", () -> replies.containsKey(10L));
        assertThat(echoes).hasValue(1);
    }

    @Test
    void socket_isReadOn_whileAReplyWaitsForTheServer() throws IOException {
        start(Pace.usual().faster(50), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());
        var held = new CountDownLatch(1);
        server.route("/Node/CommandReply", request -> {
            await(held);
            return keepReply(request);
        });

        // nobody knows the first, so that whoever reads it answers at once
        server.sockets.get(0).text(Json.WIRE.text(new CommandModel(20, "nothing", "", "", "", null, 0)));
        Awaits.until("it waits", () -> !server.requests("/Node/CommandReply").isEmpty());
        server.sockets.get(0).text(Json.WIRE.text(new CommandModel(21, "echo", "x", "", "", null, 0)));
        Awaits.until("the next is carried out", () -> echoes.get() == 1);
        assertThat(replies).isEmpty();
        held.countDown();

        Awaits.until("both are told", () -> replies.containsKey(20L) && replies.containsKey(21L));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void socket_isOpenedAgain_whenItIsCut() throws IOException {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> server.sockets.size() == 1);
        FakeServer.Client first = server.sockets.get(0);

        first.cut();
        Awaits.until("another socket", () -> server.sockets.stream().anyMatch(s -> !s.equals(first)));

        Awaits.until("news", () -> news.stream().filter("connected"::equals).count() == 2);
        assertThat(news).contains("lost");
        assertThat(server.requests("/Node/Login")).hasSize(1);
    }

    @Test
    void socket_isOpenedAgain_whenNothingIsHeard() {
        server.answersPing = false;

        start(Pace.usual().faster(100), server); // Ping each 0.2 s, dead after 0.6 s
        Awaits.until("lost", () -> news.contains("lost"));

        Awaits.until("back", () -> news.stream().filter("connected"::equals).count() >= 2);
        assertThat(server.texts).contains("Ping");
    }

    @Test
    void heartbeat_bringsTheCommands_whenThereIsNoSocket() {
        server.refusesSockets = true;
        pending.set(List.of(new CommandModel(11, "echo", "by poll", "", "", null, 0)));

        start(Pace.usual().faster(50), server);

        Awaits.until("reply", () -> replies.containsKey(11L));
        assertThat(reply(11).data()).isEqualTo("by poll");
        Awaits.until("poll goes on", () -> server.requests("/Node/Ping").size() >= 3);
    }

    @Test
    void call_goesToTheNextServer_whenOneIsGone() throws IOException {
        try (FakeServer second = server(new FakeServer())) {
            Link link = start(Pace.usual().faster(20), server, second);
            Awaits.until("socket", () -> !server.sockets.isEmpty());

            server.close();

            Awaits.until("socket at the second", () -> !second.sockets.isEmpty());
            Awaits.until(
                    "heartbeat at the second",
                    () -> !second.requests("/Node/Ping").isEmpty());
            assertThat(link.isLoggedIn()).isTrue();
        }
    }

    @Test
    void link_comesBack_whenTheOnlyServerWasRestarted() throws IOException {
        start(Pace.usual().faster(20), server);
        Awaits.until("socket", () -> !server.sockets.isEmpty());

        server.goAway();
        Awaits.until("lost", () -> news.contains("lost"));
        server.comeBack();

        Awaits.until("socket", () -> !server.sockets.isEmpty());
    }

    @Test
    void download_resumes_andSendsTheTokenToOurServersOnly() throws IOException {
        byte[] file = "0123456789".getBytes(StandardCharsets.UTF_8);
        server.route("/file/a.zip", request -> file);
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);

        try (Download rest = link.download("/file/a.zip", 4)) {
            assertThat(rest.body().readAllBytes()).isEqualTo("456789".getBytes(StandardCharsets.UTF_8));
            assertThat(rest.total()).isEqualTo(10);
            assertThat(rest.resumed()).isTrue();
        }
        try (Download whole = link.download("/file/a.zip?norange", 4)) {
            assertThat(whole.body().readAllBytes()).isEqualTo(file);
            assertThat(whole.resumed()).isFalse();
        }
        try (FakeServer mirror = new FakeServer().route("/file/a.zip", request -> file);
                Download far = link.download(mirror.url() + "/file/a.zip", 0)) {
            assertThat(far.body().readAllBytes()).isEqualTo(file);
            assertThat(mirror.requests("/file/a.zip").get(0).token()).isNull();
        }
        assertThat(server.requests("/file/a.zip").get(0).token()).isEqualTo("t1");
    }

    @Test
    void download_logsInAgain_whenTheTokenIsRefused_andSaysNoOtherwise() throws IOException {
        server.route("/Cube/File", request -> {
            if ("t1".equals(request.token())) throw new Envelope.Refused(401, "expired");
            throw new Envelope.Refused(404, "no such file");
        });
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);

        assertThatThrownBy(() -> link.download("/Cube/File?id=1", 0))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> link.download("/nowhere", 0))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("HTTP 404");
        assertThat(server.requests("/Cube/File").stream()
                        .map(FakeServer.Request::token)
                        .collect(Collectors.toList()))
                .startsWith("t1", "t2");
    }

    @Test
    void close_saysGoodbye() {
        Link link = start(Pace.usual().faster(20), server);
        Awaits.until("logged in", link::isLoggedIn);

        link.close();

        assertThat(server.requests("/Node/Logout").get(0).query()).isEqualTo("reason=stopping");
        Awaits.until("socket gone", () -> server.sockets.isEmpty());
    }

    @Test
    void serverTime_followsTheServersClock() {
        server.route("/Node/Login", request -> {
            long ahead = now() + Duration.ofHours(3).toMillis();
            return Envelope.ok(new LoginResponse(null, null, "n", "t1", 7200, 0, ahead));
        });

        Link link = start(Pace.usual(), server);
        Awaits.until("logged in", link::isLoggedIn);

        assertThat(Duration.between(Instant.now(), link.serverTime()))
                .isBetween(Duration.ofMinutes(179), Duration.ofMinutes(181));
    }

    private FakeServer server(FakeServer fake) {
        var logins = new AtomicInteger();
        return fake.route(
                        "/Node/Login",
                        request -> Envelope.ok(
                                new LoginResponse(null, null, "n", "t" + logins.incrementAndGet(), 7200, 0, now())))
                .route("/Node/Ping", request -> Envelope.ok(pong(null, 0)))
                .route("/Node/Logout", request -> Envelope.ok(null))
                .route("/Node/CommandReply", this::keepReply);
    }

    private byte[] keepReply(FakeServer.Request request) {
        var reply = Json.WIRE.read(request.body(), CommandReplyModel.class);
        replies.put(reply.id(), reply);
        return Envelope.wrap("1".getBytes(StandardCharsets.UTF_8));
    }

    private PingResponse pong(@Nullable String token, long revision) {
        return new PingResponse(0, now(), 0, token, null, 0, pending.get(), revision);
    }

    private CommandReplyModel reply(long id) {
        return Objects.requireNonNull(replies.get(id));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private Link start(Pace pace, FakeServer... servers) {
        return start(pace, credentials, servers);
    }

    private Link start(Pace pace, Credentials credentials, FakeServer... servers) {
        String urls = Stream.of(servers).map(s -> s.url().toString()).collect(Collectors.joining(","));
        Commands commands = name -> name.equals("echo")
                ? command -> {
                    echoes.incrementAndGet();
                    return command.argument();
                }
                : null;
        var identity =
                new NodeIdentity("StarAgent", () -> "127.0.0.1@1", null, "enrol-me", LinkTest::facts, LinkTest::pulse);
        Link made = new Link(LinkSettings.of(urls, "StarAgent/v4").withPace(pace), identity, credentials);
        link = made;
        made.start(commands, new News());
        return made;
    }

    private static NodeInfo facts() {
        return Json.WIRE.read("{\"MachineName\":\"web1\",\"Version\":\"4.0.0\"}", NodeInfo.class);
    }

    private static PingInfo pulse(long time, int delay) {
        return Json.WIRE.read("{\"Time\":" + time + ",\"Delay\":" + delay + "}", PingInfo.class);
    }

    private final class News implements Listener {
        @Override
        public void loggedIn() {
            news.add("loggedIn");
        }

        @Override
        public void connected() {
            news.add("connected");
        }

        @Override
        public void connectionLost(String reason) {
            news.add("lost");
        }

        @Override
        public void text(String text) {
            news.add(text);
            if (text.equals("bad#")) throw new IllegalStateException("a listener that fails");
        }

        @Override
        public void desiredRevision(long revision) {
            news.add("revision " + revision);
        }
    }
}
