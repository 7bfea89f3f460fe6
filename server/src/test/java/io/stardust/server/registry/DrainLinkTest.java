package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent is about to stop a process, over HTTP. */
class DrainLinkTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private TestApp consumer;
    private long deployment;
    private long placement;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        node = TestNode.enrolled(server, "web1");
        deployment = server.api("POST", "/deployments", Map.of("name", "orders", "port", 8080))
                .number("id");
        placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
        Map<String, Object> offer = Map.of(
                "PlacementId", placement, "Run", "r1", "IP", "10.0.0.9", "Services", List.of(Map.of("Name", "Orders")));
        assertThat(server.link("/Deploy/Offer", offer, node.token).code()).isZero();
        consumer = TestApp.keyed(server, "web", 1);
        consumer.login();
        resolve();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void resolve() {
        Reply reply = server.link("/App/ResolveService", Map.of("ServiceName", "Orders"), consumer.token);
        assertThat(reply.code()).isZero();
    }

    private Reply drain(TestNode by, String run, long hold) {
        return server.link("/Deploy/Drain", Map.of("PlacementId", placement, "Run", run, "Hold", hold), by.token);
    }

    private void drainWait(int seconds) {
        Reply edited = server.api("PATCH", "/deployments/" + deployment, Map.of("drainWait", seconds));
        assertThat(edited.number("drainWait")).as("%s", edited.body()).isEqualTo(seconds);
    }

    private Reply provider() {
        return server.api("GET", "/services/1/providers", null);
    }

    private Reply consumers() {
        return server.api("GET", "/services/1/consumers", null);
    }

    @Test
    void drain_leadsTheCallsAway_andShowsWhoHasNotHeard() {
        Reply asked = drain(node, "r1", 5_000);

        assertThat(asked.number("data.Providers")).isEqualTo(1);
        assertThat(asked.number("data.Waiting")).isEqualTo(1);
        assertThat(asked.text("data.Silent.0")).startsWith("web@");
        assertThat(asked.number("data.Calls")).isEqualTo(-1);
        assertThat(asked.number("data.Left")).isEqualTo(30_000);
        assertThat(provider().at("items.0.leaving")).isEqualTo(true);
        assertThat(provider().number("items.0.weight")).isZero();
        assertThat(consumers().at("items.0.waitedFor")).isEqualTo(true);
        Reply traffic = server.api("GET", "/deployments/" + deployment + "/traffic", null);
        assertThat(traffic.at("items.0.leaving")).isEqualTo(true);
        assertThat(traffic.number("items.0.waiting")).isEqualTo(1);
        assertThat(traffic.text("items.0.silent.0")).startsWith("web@");
        assertThat(traffic.at("items.0.calls")).isNull();
        assertThat(traffic.number("items.0.left")).isEqualTo(30_000);

        resolve();

        assertThat(drain(node, "r1", 5_000).number("data.Waiting")).isZero();
        assertThat(consumers().at("items.0.waitedFor")).isEqualTo(false);
        server.clock.advance(Duration.ofSeconds(5));
        ServerUnderTest.await(() -> Boolean.FALSE.equals(provider().at("items.0.leaving")));
        assertThat(provider().number("items.0.weight")).isEqualTo(100);
    }

    @Test
    void drain_lastsAsLongAsTheDeploymentSays() {
        drainWait(7);
        assertThat(drain(node, "r1", 5_000).number("data.Left")).isEqualTo(7_000);

        drainWait(0);
        assertThat(drain(node, "r1", 5_000).number("data.Providers")).isZero();
        assertThat(provider().at("items.0.leaving")).isEqualTo(false);
    }

    @Test
    void drain_lastsAsLongAsTheSettingSays_whileTheServerRuns() {
        assertThat(server.api("PUT", "/settings/drain.timeout", Map.of("value", "601"))
                        .status())
                .isEqualTo(400);
        assertThat(server.api("PUT", "/settings/drain.timeout", Map.of("value", "600"))
                        .status())
                .isEqualTo(200);

        assertThat(drain(node, "r1", 5_000).number("data.Left")).isEqualTo(600_000);
    }

    @Test
    void drain_findsNothing_ofAnotherNodeOrRun() {
        TestNode other = TestNode.enrolled(server, "web2");

        assertThat(drain(other, "r1", 5_000).number("data.Providers")).isZero();
        assertThat(drain(node, "r0", 5_000).number("data.Providers")).isZero();
        assertThat(provider().at("items.0.leaving")).isEqualTo(false);

        drain(node, "r1", 5_000);
        drain(other, "r1", 0);
        assertThat(provider().at("items.0.leaving")).as("another cannot end it").isEqualTo(true);
    }

    @Test
    void drain_isRefused_whenItIsToHoldForEver() {
        assertThat(drain(node, "r1", 600_001).code()).isNotZero();
        assertThat(drain(node, "r1", -1).code()).isNotZero();
        assertThat(drain(node, "r".repeat(101), 1).code()).isNotZero();
        assertThat(drain(node, "", 1).code()).as("without a run").isNotZero();
        assertThat(provider().at("items.0.leaving")).isEqualTo(false);
    }
}
