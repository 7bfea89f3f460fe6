package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.link.Credentials.Pair;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.PingResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that sends its nodes elsewhere. */
class MoveTest {
    private static final Pair KNOWN = new Pair("B276D922", "Kd83jfLq02mZx7Pw");

    private final KeptCredentials credentials = new KeptCredentials(KNOWN);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private FakeServer old; // made before each test
    private FakeServer next; // made before each test
    private volatile @Nullable String newServer;
    private volatile int syncTime;
    private @Nullable Link link;

    @BeforeEach
    void start() throws IOException {
        old = new FakeServer()
                .route("/Node/Login", request -> Envelope.ok(login("old")))
                .route(
                        "/Node/Ping",
                        request -> Envelope.ok(new PingResponse(0, now(), 0, null, newServer, syncTime, null, 0)));
        next = new FakeServer()
                .route("/Node/Login", request -> Envelope.ok(login("new")))
                .route("/Node/Ping", request -> Envelope.ok(new PingResponse(0, now(), 0, null, null, 0, null, 0)));
        var identity =
                new NodeIdentity("StarAgent", () -> "127.0.0.1@1", null, "enrol-me", MoveTest::facts, MoveTest::pulse);
        var settings = LinkSettings.of(old.url().toString(), "StarAgent/v4")
                .withPace(Pace.usual().faster(50));
        Link made = new Link(settings, identity, credentials);
        link = made;
        made.start(name -> null, new News());
    }

    @AfterEach
    void stop() throws IOException {
        if (link != null) link.close();
        old.close();
        next.close();
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static LoginResponse login(@Nullable String token) {
        return new LoginResponse(null, null, "n", token, 7200, 0, now());
    }

    private static NodeInfo facts() {
        return Json.WIRE.read("{\"MachineName\":\"web1\"}", NodeInfo.class);
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
        public void clockPeriod(int seconds) {
            news.add("clock " + seconds);
        }

        @Override
        public void moved(String servers) {
            news.add("moved " + servers);
        }
    }

    private @Nullable String lastToken() {
        List<FakeServer.Request> pings = old.requests("/Node/Ping");
        return pings.get(pings.size() - 1).token();
    }

    private void awaitPings(FakeServer server, int more) {
        int before = server.requests("/Node/Ping").size();
        Awaits.until("heartbeats", () -> server.requests("/Node/Ping").size() >= before + more);
    }

    @Test
    void link_moves_whenItIsLetInThere() {
        newServer = next.url() + "/";
        awaitPings(next, 2);

        LoginInfo login = Json.WIRE.read(next.requests("/Node/Login").get(0).body(), LoginInfo.class);
        assertThat(login.code()).isEqualTo("B276D922");
        assertThat(login.secret()).startsWith("$md5$");
        assertThat(next.requests("/Node/Ping").get(0).token()).isEqualTo("new");
        assertThat(news).contains("moved " + next.url() + "/");
        Awaits.until("told anew", () -> news.stream().filter("loggedIn"::equals).count() == 2);
        Awaits.until("the socket moves too", () -> !next.sockets.isEmpty() && old.sockets.isEmpty());
    }

    @Test
    void link_stays_whenItIsNotLetInThere() {
        next.route("/Node/Login", request -> Envelope.ok(new LoginResponse("C9", "S9", "n", null, 7200, 0, now())));
        newServer = next.url().toString();
        awaitPings(old, 5);

        assertThat(next.requests("/Node/Login")).hasSize(1); // not with each heartbeat
        assertThat(next.requests("/Node/Ping")).isEmpty();
        assertThat(credentials.load()).isEqualTo(KNOWN);
        assertThat(news).doesNotContain("moved " + next.url());
        assertThat(lastToken()).isEqualTo("old");
    }

    @Test
    void link_stays_whenItIsRefusedOrNobodyIsThere() throws IOException {
        next.route("/Node/Login", request -> {
            throw new Envelope.Refused(401, "unknown");
        });
        newServer = next.url().toString();
        awaitPings(old, 3);
        next.close();
        newServer = next.url() + ",http://127.0.0.1:1";
        awaitPings(old, 3);
        newServer = "not a url";
        awaitPings(old, 3);

        assertThat(old.requests("/Node/Login")).hasSize(1);
        assertThat(news).noneMatch(each -> each.startsWith("moved"));
    }

    @Test
    void link_doesNothing_whenItIsThereAlready() {
        newServer = old.url() + "/";
        awaitPings(old, 4);

        assertThat(old.requests("/Node/Login")).hasSize(1);
        assertThat(news).noneMatch(each -> each.startsWith("moved"));
    }

    @Test
    void link_tellsHowOftenTheClockIsToBeSet() {
        syncTime = 300;
        Awaits.until("told", () -> news.contains("clock 300"));
    }
}
