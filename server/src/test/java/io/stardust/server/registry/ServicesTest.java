package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services as people and agents meet them, over HTTP. */
class ServicesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private long placement;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        node = TestNode.enrolled(server, "web1");
        long deployment = server.api("POST", "/deployments", Map.of("name", "orders", "port", 8080))
                .number("id");
        placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply offer(String run, boolean ended, Map<?, ?>... services) {
        return offer(node, run, ended, services);
    }

    private Reply offer(TestNode from, String run, boolean ended, Map<?, ?>... services) {
        return server.link(
                "/Deploy/Offer",
                Map.of(
                        "PlacementId", placement,
                        "Run", run,
                        "IP", "10.0.0.9",
                        "Ended", ended,
                        "Services", List.of(services)),
                from.token);
    }

    private Reply providers() {
        return server.api("GET", "/services/1/providers", null);
    }

    @Test
    void processOfAPlacement_isAProvider_untilItsAgentSeesItEnd() {
        assertThat(offer("run-1", false, Map.of("Name", "Orders", "Tag", "a")).number("data"))
                .isEqualTo(1);
        assertThat(providers().text("items.0.client")).isEqualTo("orders@web1");
        assertThat(providers().text("items.0.address")).isEqualTo("http://10.0.0.9:8080");

        assertThat(offer("run-2", true).number("data")).isZero();
        assertThat(offer("run-1", true).number("data")).isEqualTo(1);
        assertThat(String.valueOf(providers().body())).contains("items=[]");
    }

    @Test
    void providers_areFoundByWhatTheyTell() {
        offer("run-1", false, Map.of("Name", "Orders", "Tag", "blue"));

        for (String q : List.of("ORDERS@web1", "orders", "web1", "10.0.0.9:80", "Blue", "")) {
            assertThat(server.api("GET", "/services/1/providers?q=" + q, null).text("items.0.client"))
                    .as(q)
                    .isEqualTo("orders@web1");
        }
        assertThat(server.api("GET", "/services/1/providers?q=green", null).at("items.0"))
                .isNull();
        assertThat(server.api("GET", "/services/1/providers?q=" + "x".repeat(201), null)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatIsNoLongerOffered_goes() {
        offer("run-1", false, Map.of("Name", "Orders"), Map.of("Name", "Admin", "Port", 81, "Scheme", "tcp"));
        assertThat(server.api("GET", "/services", null).number("items.1.providers"))
                .isEqualTo(1);

        offer("run-1", false, Map.of("Name", "Orders"));
        assertThat(server.api("GET", "/services", null).number("items.1.providers"))
                .isZero();
        assertThat(server.api("DELETE", "/services/1", null).status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/services/2", null).status()).isEqualTo(204);
    }

    @Test
    void anotherNode_canNeitherOfferNorEndIt() {
        offer("run-1", false, Map.of("Name", "Orders"));
        TestNode other = TestNode.enrolled(server, "web2");

        assertThat(offer(other, "run-1", false, Map.of("Name", "Orders")).number("code"))
                .isEqualTo(404);
        assertThat(offer(other, "run-1", true).number("data")).isZero();
        assertThat(providers().text("items.0.client")).isEqualTo("orders@web1");
    }

    @Test
    void badOffer_changesNothing() {
        offer("run-1", false, Map.of("Name", "Orders"));

        assertThat(offer("run-1", false, Map.of("Name", "New"), Map.of("Name", "a b"))
                        .number("code"))
                .isEqualTo(400);
        assertThat(offer("run-1", false, Map.of("Name", "Orders", "Port", 70_000))
                        .number("code"))
                .isEqualTo(400);
        assertThat(providers().text("items.0.address")).isEqualTo("http://10.0.0.9:8080");
    }

    @Test
    void whatPeopleSayOfAProvider_holdsAfterARestart() {
        offer("run-1", false, Map.of("Name", "Orders"));
        String path = "/services/1/providers/" + providers().number("items.0.id");
        Reply said = server.api("PATCH", path, Map.of("weight", 7, "draining", true));
        assertThat(said.number("weight")).isZero();
        assertThat(server.patch(path, Map.of("draining", false), 0).status()).isEqualTo(412);
        assertThat(server.patch(path, Map.of("draining", false), 1).number("weight"))
                .isEqualTo(7);
        assertThat(server.api("PATCH", path, Map.of("weight", 1_001)).status()).isEqualTo(400);

        server.restart();
        assertThat(providers().number("items.0.weight")).isEqualTo(7);
        assertThat(providers().number("items.0.ownWeight")).isEqualTo(100);
        assertThat(server.api("PATCH", path, Map.of("weight", -1)).number("weight"))
                .isEqualTo(100);
        assertThat(String.valueOf(server.api("GET", "/changes", null).body()))
                .contains("provider.updated")
                .contains("service.created");
    }

    @Test
    void service_isEditedAndRefusesWhatIsWrong() {
        offer("run-1", false, Map.of("Name", "Orders"));
        Map<String, ?> edit = Map.of("displayName", "All orders", "enabled", false, "address", "http://{IP}:{Port}/x");
        assertThat(server.api("PATCH", "/services/1", edit).number("shown")).isZero();
        offer("run-3", false, Map.of("Name", "Orders"));

        assertThat(providers().text("items.0.address")).isEqualTo("http://127.0.0.1:8080/x");
        assertThat(server.api("PATCH", "/services/1", Map.of("address", "no address"))
                        .status())
                .isEqualTo(400);
        assertThat(server.api("PATCH", "/services/1", Map.of("health", "ftp://x"))
                        .status())
                .isEqualTo(400);
        assertThat(server.api("GET", "/services/graph", null).text("items.0.kind"))
                .isEqualTo("provides");
    }

    @Test
    void oneOfManyEdits_isTaken_whenAllWereMadeFromTheSameRevision() throws Exception {
        offer("run-1", false, Map.of("Name", "Orders"));
        for (String path :
                List.of("/services/1", "/services/1/providers/" + providers().number("items.0.id"))) {
            Map<String, Object> patch = path.endsWith("/1") ? Map.of("displayName", "x") : Map.of("weight", 7);
            long revision = path.endsWith("/1") ? 1 : 0;
            for (int round = 0; round < 5; round++) {
                long from = revision + round;
                List<Callable<Integer>> editors = Collections.nCopies(
                        8, () -> server.patch(path, patch, from).status());
                List<Integer> answers = new ArrayList<>();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (Future<Integer> each : threads.invokeAll(editors)) answers.add(each.get());
                }
                assertThat(answers).as("%s from %d", path, from).containsOnlyOnce(200);
            }
        }
    }
}
