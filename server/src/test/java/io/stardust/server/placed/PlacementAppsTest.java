package io.stardust.server.placed;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which app a placement runs, as its agent is believed when it says what the process offers. */
class PlacementAppsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode here;
    private TestNode there;
    private long deployment;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        here = TestNode.enrolled(server, "here");
        there = TestNode.enrolled(server, "there");
        deployment = server.api("POST", "/deployments", Map.of("name", "shop", "port", 8080))
                .number("id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply offer(TestNode from, long placement) {
        return server.link(
                "/Deploy/Offer",
                Map.of(
                        "PlacementId",
                        placement,
                        "Run",
                        "run-1",
                        "IP",
                        "10.0.0.9",
                        "Ended",
                        false,
                        "Services",
                        List.of(Map.of("Name", "Orders"))),
                from.token);
    }

    private Reply provider() {
        return server.api("GET", "/services/1/providers", null);
    }

    @Test
    void process_isOfTheAppOfItsDeployment_withTheReleaseThatRuns() {
        long placement = deploys.placement(deployment, here);
        deploys.publish(deployment, deploys.release(deployment, "1"));
        deploys.converge(here);

        assertThat(offer(here, placement).code()).isZero();

        assertThat(provider().text("items.0.app")).isEqualTo("shop");
        assertThat(provider().text("items.0.address")).isEqualTo("http://10.0.0.9:8080");
        assertThat(provider().text("items.0.version")).startsWith("v");
    }

    @Test
    void port_isThePlacementsOwn_whereItHasOne() {
        long placement = server.api(
                        "POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", here.id(), "port", 9090))
                .number("id");

        offer(here, placement);

        assertThat(provider().text("items.0.address")).isEqualTo("http://10.0.0.9:9090");
        assertThat(provider().at("items.0.version")).isNull();
    }

    @Test
    void placementOfAnotherNode_isNone() {
        long placement = deploys.placement(deployment, here);

        assertThat(offer(there, placement).code()).isEqualTo(404);
        assertThat(server.api("GET", "/services", null).at("items.0")).isNull();
    }
}
