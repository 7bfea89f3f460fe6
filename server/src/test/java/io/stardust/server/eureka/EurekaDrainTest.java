package io.stardust.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent is about to stop an app that registers by Eureka's door, and Eureka's clients call it. */
@Tag("sqlite") // the database has no part in it
class EurekaDrainTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private TestEureka orders;
    private TestEureka web;
    private long placement;

    /** Two instances, of which our agent runs the first; a consumer asks every 30 s. */
    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of("eureka.enabled", "true"));
        orders = TestEureka.keyed(server, "orders", 1);
        web = TestEureka.keyed(server, "web", 1);
        node = TestNode.enrolled(server, "web1");
        long deployment =
                server.api("POST", "/deployments", Map.of("name", "orders")).number("id");
        placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
        register("first", "r1");
        register("second", "r2");
        web.register("web", "web", "UP");
        web.get("/apps");
        passPeriod();
    }

    private void passPeriod() {
        server.clock.advance(Duration.ofSeconds(30));
        for (String id : List.of("first", "second")) {
            assertThat(orders.put("/apps/ORDERS/" + id).status()).isEqualTo(200);
        }
        assertThat(web.put("/apps/WEB/web").status()).isEqualTo(200);
        web.get("/apps/delta");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void register(String id, String run) {
        String document = TestEureka.document("orders", id, "UP")
                .replace("\"version\":\"1.4\"", "\"stardustrun\":\"" + run + "\"");
        assertThat(orders.post("/apps/ORDERS", TestEureka.JSON, document).status())
                .isEqualTo(204);
    }

    private Reply drain() {
        Map<String, Object> query = Map.of("PlacementId", placement, "Run", "r1", "Hold", 300_000);
        return server.link("/Deploy/Drain", query, node.token);
    }

    private @Nullable Object status(String id) {
        return web.get("/apps/ORDERS/" + id).at("instance.status");
    }

    @Test
    void instance_isOutOfService_whileItIsDrained_inTheListAndTheDelta() {
        assertThat(drain().number("data.Providers")).isEqualTo(1);

        assertThat(status("first")).isEqualTo("OUT_OF_SERVICE");
        assertThat(status("second")).isEqualTo("UP");
        var delta = web.get("/apps/delta");
        assertThat(delta.at("applications.apps__hashcode")).isEqualTo("OUT_OF_SERVICE_1_UP_2_");
        assertThat(delta.text()).contains("\"overriddenStatus\":\"OUT_OF_SERVICE\"", "\"actionType\":\"MODIFIED\"");
    }

    @Test
    void drain_waitsForClientsOfEureka_twoOfTheirPeriods() {
        Reply asked = drain();
        assertThat(asked.at("data.Silent")).isEqualTo(List.of("web@web"));
        assertThat(asked.number("data.Left")).isEqualTo(60_000);

        passPeriod();
        assertThat(drain().at("data.Silent")).isEqualTo(List.of("web@web"));
        passPeriod();
        assertThat(drain().number("data.Waiting")).isZero();
    }

    @Test
    void drain_doesNotWait_forTheProcessThatIsStopped() {
        orders.delete("/apps/ORDERS/second");
        orders.get("/apps");
        register("third", "r3"); // from the same address: now nothing says which of the two asks
        assertThat(drain().at("data.Silent")).isEqualTo(List.of("web@web"));
        orders.get("/apps/delta");

        assertThat(drain().at("data.Silent")).isEqualTo(List.of("orders@127.0.0.1", "web@web"));
    }
}
