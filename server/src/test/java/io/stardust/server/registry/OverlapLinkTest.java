package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one placement stand beside each other for a while, over HTTP. */
class OverlapLinkTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private long deployment;
    private long placement;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        node = TestNode.enrolled(server, "web1");
        Map<String, Object> shape =
                Map.of("name", "orders", "mode", "shadow", "allowMultiple", true, "port", 8080, "overlapPort", 9080);
        deployment = server.api("POST", "/deployments", shape).number("id");
        placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void offer(String run, int port, String... services) {
        List<Map<String, Object>> offered = List.of(services).stream()
                .map(name -> Map.<String, Object>of("Name", name, "Port", port))
                .toList();
        Map<String, Object> report =
                Map.of("PlacementId", placement, "Run", run, "IP", "10.0.0.9", "Services", offered);
        assertThat(server.link("/Deploy/Offer", report, node.token).code()).isZero();
    }

    private void ended(String run) {
        Map<String, Object> report = Map.of("PlacementId", placement, "Run", run, "Services", List.of(), "Ended", true);
        assertThat(server.link("/Deploy/Offer", report, node.token).code()).isZero();
    }

    private Reply drain(String run, @Nullable String next) {
        Map<String, Object> query = new HashMap<>(Map.of("PlacementId", placement, "Run", run, "Hold", 5_000));
        if (next != null) query.put("Next", next);
        return server.link("/Deploy/Drain", query, node.token);
    }

    /** Client, address and whether it leaves, of each that offers the first service. */
    private List<String> providers() {
        Reply reply = server.api("GET", "/services/1/providers", null);
        return items(reply).stream()
                .map(each -> each.get("client") + " " + each.get("address") + " " + each.get("leaving"))
                .sorted()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Reply reply) {
        return (List<Map<String, Object>>) Objects.requireNonNull(reply.at("items"));
    }

    @Test
    void offer_standsBesideTheOneBefore_untilThatEnds() {
        offer("r1", 8080, "Orders");
        offer("r2", 9080, "Orders");
        offer("r1", 8080, "Orders"); // told again with each heartbeat

        assertThat(providers())
                .containsExactly(
                        "orders@web1 http://10.0.0.9:8080 false", "orders@web1:9080 http://10.0.0.9:9080 false");
        Reply traffic = server.api("GET", "/deployments/" + deployment + "/traffic", null);
        assertThat(items(traffic)).hasSize(2);

        ended("r1");

        assertThat(providers()).containsExactly("orders@web1:9080 http://10.0.0.9:9080 false");
    }

    @Test
    void offer_takesBackOnlyWhatItsOwnRunOffered() {
        offer("r1", 8080, "Orders");
        offer("r2", 9080, "Orders");

        offer("r2", 9080);

        assertThat(providers()).containsExactly("orders@web1 http://10.0.0.9:8080 false");
    }

    @Test
    void drain_leadsNobodyAway_beforeTheSuccessorOffersTheSame() {
        offer("r1", 8080, "Orders");

        Reply early = drain("r1", "r2");

        assertThat(early.number("data.Providers")).isEqualTo(1);
        assertThat(early.number("data.Waiting")).isEqualTo(1);
        assertThat(early.text("data.Silent.0")).isEqualTo("Orders");
        assertThat(early.number("data.Left")).isEqualTo(30_000);
        assertThat(providers()).containsExactly("orders@web1 http://10.0.0.9:8080 false");

        offer("r2", 9080, "Orders");
        Reply asked = drain("r1", "r2");

        assertThat(asked.number("data.Waiting")).isZero();
        assertThat(providers())
                .containsExactly(
                        "orders@web1 http://10.0.0.9:8080 true", "orders@web1:9080 http://10.0.0.9:9080 false");
    }

    @Test
    void login_findsTheMachine_ofAProcessAtTheSecondPort() {
        TestNode other = TestNode.enrolled(server, "web2");
        server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", other.id()));
        TestApp app = new TestApp(server, "orders");
        app.secret = server.api("POST", "/apps/" + app.id() + "/keys", Map.of("name", "test"))
                .text("secret");
        app.more = Map.of("Instance", "orders@web2:9080");

        assertThat(app.login().code()).isZero();

        assertThat(app.instances().text("items.0.node")).isEqualTo("web2");
    }
}
