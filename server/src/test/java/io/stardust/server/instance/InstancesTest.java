package io.stardust.server.instance;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class InstancesTest {
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

    @Test
    void list_showsWhatAnInstanceSaidOfItself() {
        TestNode node = TestNode.enrolled(server, "web1");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("zone", "east")));
        TestApp app = TestApp.keyed(server, "shop", 1);
        app.more = Map.of("Version", "1.2.3", "NodeCode", String.valueOf(node.code));
        app.login();
        server.link("/App/Ping", Map.of("CpuUsage", 0.5, "WorkingSet", 1024, "Threads", 12, "Handles", 34), app.token);

        Reply list = app.instances();

        assertThat(list.text("items.0.client")).isEqualTo("10.0.0.7@26012");
        assertThat(list.text("items.0.version")).isEqualTo("1.2.3");
        assertThat(list.text("items.0.node")).isEqualTo("web1");
        assertThat(list.text("items.0.zone")).isEqualTo("east");
        assertThat(list.at("items.0.meters.cpu")).isEqualTo(0.5);
        assertThat(list.number("items.0.meters.memory")).isEqualTo(1024);
        assertThat(list.number("items.0.meters.threads")).isEqualTo(12);
        assertThat(list.number("items.0.meters.handles")).isEqualTo(34);
        assertThat(list.at("items.0.linked")).isEqualTo(false);
    }

    @Test
    void list_hasPagesAndASearch() {
        TestApp first = TestApp.keyed(server, "shop", 1);
        first.sibling("10.0.0.8@2");
        first.sibling("10.0.0.9@3");
        String path = "/apps/" + first.id() + "/instances?limit=2";

        Reply page = server.api("GET", path, null);
        Reply rest = server.api("GET", path + "&cursor=" + page.number("next"), null);

        assertThat(page.text("items.1.client")).isEqualTo("10.0.0.8@2");
        assertThat(rest.text("items.0.client")).isEqualTo("10.0.0.9@3");
        assertThat(rest.at("next")).isNull();
        assertThat(server.api("GET", path + "&q=0.0.9", null).text("items.0.client"))
                .isEqualTo("10.0.0.9@3");
    }

    @Test
    void node_isNotTold_whenItIsAnotherProjects() {
        var guest = server.guest("other", "viewer");
        TestNode node = TestNode.enrolled(server, "hidden", guest.project(), "4.0.0");
        TestApp app = TestApp.keyed(server, "shop", 1);
        app.more = Map.of("NodeCode", String.valueOf(node.code));

        app.login();

        assertThat(app.instances().at("items.0.node")).isNull();
    }

    @Test
    void instance_isGone_whenItWasSilentForTooLong() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        TestApp ours = app.sibling("shop@web1");
        ours.more = Map.of("Sdk", "stardust-java/4.0.0");
        ours.login();

        server.clock.advance(Duration.ofSeconds(91));
        await(() -> app.instances().at("items.1") == null);
        assertThat(app.instances().text("items.0.client")).isEqualTo(app.client);
        assertThat(ours.ping().code()).isZero();
        assertThat(app.instances().at("items.1")).isNotNull();

        server.clock.advance(Duration.ofSeconds(510));
        await(() -> app.instances().at("items.0") == null);
    }

    @Test
    void channel_isALinkAndASignOfLife_andEndsWithTheInstance() throws Exception {
        TestApp app = TestApp.keyed(server, "shop", 1);

        try (var socket = new TestSocket(server, "/App/Notify", app.token)) {
            await(() -> Boolean.TRUE.equals(app.instances().at("items.0.linked")));
            server.clock.advance(Duration.ofSeconds(500));
            socket.say("Ping");
            assertThat(socket.hear()).isEqualTo("Pong");
            assertThat(app.instances().number("items.0.lastSeen")).isEqualTo(server.clock.millis());

            server.link("/App/Logout", null, app.token);

            assertThat(socket.closed.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(1000);
        }
    }

    @Test
    void channel_ofAnAppThatIsDisabled_isClosed() throws Exception {
        TestApp app = TestApp.keyed(server, "shop", 1);

        try (var socket = new TestSocket(server, "/app/notify?token=" + app.token, null)) {
            server.api("PATCH", "/apps/" + app.id(), Map.of("enabled", false));

            assertThat(socket.closed.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(1000);
        }
    }

    @Test
    void longerPeriod_isToldWithTheNextHeartbeat() {
        TestApp app = TestApp.keyed(server, "shop", 1);

        server.api("PUT", "/settings/apps.foreign-ping-period", Map.of("value", "45"));

        assertThat(app.ping().number("data.Period")).isEqualTo(45);
    }
}
