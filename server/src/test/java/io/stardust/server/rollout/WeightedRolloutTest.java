package io.stardust.server.rollout;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First batches that get a part of the calls, against a real server; agents are reduced to their calls. */
class WeightedRolloutTest {
    private static final int NODES = 4;

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Long> placements = new ArrayList<>();
    private long deployment;
    private long second;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        deployment = server.api("POST", "/deployments", Map.of("name", "orders", "port", 8080))
                .number("id");
        long first = deploys.release(deployment, "1.0");
        second = deploys.release(deployment, "2.0");
        for (int i = 0; i < NODES; i++) {
            nodes.add(TestNode.enrolled(server, "web" + i));
            placements.add(deploys.placement(deployment, nodes.get(i)));
        }
        deploys.publish(deployment, first);
        for (int i = 0; i < NODES; i++) converge(i, "a" + i);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The placement runs what is wanted of it, and offers its service. */
    private void converge(int node, String run) {
        offer(placements.get(node), node, run);
        deploys.converge(nodes.get(node));
    }

    private void offer(long placement, int node, String run) {
        Map<String, Object> offer = Map.of(
                "PlacementId",
                placement,
                "Run",
                run,
                "IP",
                "10.0.0." + (node + 1),
                "Services",
                List.of(Map.of("Name", "Orders")));
        assertThat(server.link("/Deploy/Offer", offer, nodes.get(node).token).code())
                .isZero();
    }

    private Reply asked(Map<String, Object> how) {
        server.clock.advance(Duration.ofSeconds(1));
        Map<String, Object> body = new HashMap<>(how);
        body.put("deploymentId", deployment);
        body.put("releaseId", second);
        return server.api("POST", "/rollouts", body);
    }

    private long publish(Map<String, Object> how) {
        Reply begun = asked(how);
        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
        return begun.number("id");
    }

    private Reply traffic() {
        return traffic(deployment);
    }

    private Reply traffic(long of) {
        return server.api("GET", "/deployments/" + of + "/traffic", null);
    }

    private String weights() {
        return weights(deployment, NODES);
    }

    private String weights(long of, int count) {
        Reply traffic = traffic(of);
        List<String> weights = new ArrayList<>();
        for (int i = 0; i < count; i++) weights.add(String.valueOf(traffic.at("items." + i + ".weight")));
        return String.join(" ", weights);
    }

    private void awaitWeights(String weights) {
        await(() -> weights().equals(weights));
    }

    private void act(long rollout, String act) {
        Reply done = server.api("POST", "/rollouts/" + rollout + "/" + act, Map.of());
        assertThat(done.status()).as("%s", done.body()).isBetween(200, 299);
    }

    @Test
    void firstBatch_getsItsPartForItsTime_thenTheNextBegins() {
        long rollout = publish(Map.of("weight", 10, "rampSeconds", 20));
        assertThat(deploys.rollout(rollout).number("weight")).isEqualTo(10);
        assertThat(deploys.rollout(rollout).number("rampSeconds")).isEqualTo(20);
        awaitWeights("33 100 100 100");
        converge(0, "b0");
        await(() -> deploys.rollout(rollout).at("nextBatchAt") != null);
        assertThat(weights()).isEqualTo("33 100 100 100");
        assertThat(traffic().at("items.0.percent")).isEqualTo(9.9);
        assertThat(traffic().at("items.0.canary")).isEqualTo(true);
        assertThat(deploys.states(rollout)).isEqualTo("ready planned planned planned");

        server.clock.advance(Duration.ofSeconds(21));

        await(() -> deploys.states(rollout).equals("ready queued queued queued"));
        awaitWeights("100 100 100 100");
        assertThat(traffic().at("items.0.canary")).isEqualTo(false);
    }

    @Test
    void part_holds_whenTheServerIsStartedAnew() {
        long rollout = publish(Map.of("weight", 10));
        converge(0, "b0");
        await(() -> deploys.rollout(rollout).at("nextBatchAt") != null);

        server.restart();

        awaitWeights("33 100 100 100");
    }

    @Test
    void weights_goBack_whenItIsCancelledMeanwhile() {
        long rollout = publish(Map.of("weight", 10));
        converge(0, "b0");
        awaitWeights("33 100 100 100");

        act(rollout, "cancel");

        awaitWeights("100 100 100 100");
        assertThat(deploys.rollout(rollout).text("status")).isEqualTo("cancelled");
    }

    @Test
    void weights_goBack_onceItIsReverted() {
        long rollout = publish(Map.of("weight", 10));
        converge(0, "b0");
        awaitWeights("33 100 100 100");

        act(rollout, "revert");
        converge(0, "c0");

        await(() -> deploys.rollout(rollout).text("status").equals("reverted"));
        awaitWeights("100 100 100 100");
    }

    @Test
    void part_holds_whileItIsPausedOrHasFailed() {
        long rollout = publish(Map.of("weight", 10, "pauseAfterCanary", true));
        converge(0, "b0");
        await(() -> deploys.rollout(rollout).text("status").equals("paused"));
        awaitWeights("33 100 100 100");

        act(rollout, "resume");
        awaitWeights("100 100 100 100");
    }

    @Test
    void weights_goBack_whenANewerRolloutTakesOver() {
        publish(Map.of("weight", 10));
        converge(0, "b0");
        awaitWeights("33 100 100 100");

        publish(Map.of("batch", "100%"));

        awaitWeights("100 100 100 100");
    }

    /** Two deployments offer the same service, and each has a first batch. */
    @Test
    void twoAtOnce_eachHaveTheirPart() {
        long other = server.api("POST", "/deployments", Map.of("name", "more", "port", 8081))
                .number("id");
        long one = deploys.release(other, "1.0");
        long two = deploys.release(other, "2.0");
        for (int i = 0; i < 2; i++) offer(deploys.placement(other, nodes.get(i)), i, "m" + i);
        deploys.publish(other, one);
        assertThat(weights(other, 2)).isEqualTo("100 100");

        long first = publish(Map.of("weight", 10));
        Map<String, Object> second = Map.of("deploymentId", other, "releaseId", two, "weight", 20);
        assertThat(server.api("POST", "/rollouts", second).status()).isEqualTo(202);

        awaitWeights("57 100 100 100"); // the others' 400 are 70 %
        assertThat(weights(other, 2)).isEqualTo("114 100");
        act(first, "cancel");
        awaitWeights("100 100 100 100");
        await(() -> weights(other, 2).equals("125 100"));
    }

    @Test
    void weight_isRefused_whenItMeansNothing() {
        assertThat(asked(Map.of("weight", 10, "batch", "100%")).status()).isEqualTo(400);
        assertThat(asked(Map.of("weight", 0)).status()).isEqualTo(400);
        assertThat(asked(Map.of("weight", 100)).status()).isEqualTo(400);
        assertThat(asked(Map.of("rampSeconds", 60)).status()).isEqualTo(400);
        assertThat(asked(Map.of("weight", 10, "rampSeconds", 86_401)).status()).isEqualTo(400);
        assertThat(asked(Map.of("weight", 10, "nodeIds", List.of(nodes.get(0).id())))
                        .status())
                .as("there is nobody for the other calls")
                .isEqualTo(400);
    }

    @Test
    void healthSeconds_doNotCountTheTimeInWhichCallsAreLedAway() {
        long rollout = publish(Map.of("batch", "100%", "healthSeconds", 20));
        TestNode node = nodes.get(0);
        for (int i = 1; i < NODES; i++) converge(i, "b" + i);
        Reply wanted = deploys.wanted(node);
        Map<String, Object> draining = deploys.step(wanted, "draining", "calls are led away, for 60 s at most");
        draining.put("Why", List.of(Map.of("Code", "led-away", "Data", Map.of("seconds", "60"))));
        deploys.report(node, List.of(draining), List.of());

        server.clock.advance(Duration.ofSeconds(50));
        deploys.report(node, List.of(deploys.step(wanted, "stopped", null)), List.of());
        server.clock.advance(Duration.ofSeconds(15));
        assertThat(deploys.states(rollout)).isEqualTo("working ready ready ready");

        server.clock.advance(Duration.ofSeconds(6));
        await(() -> deploys.states(rollout).equals("failed ready ready ready"));
    }
}
