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

/** Rollouts in batches, against a real server; agents are reduced to their calls. */
class RolloutBatchesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Long> placements = new ArrayList<>();
    private long deployment;
    private long first;
    private long second;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        deployment = deploys.deployment("hello");
        first = deploys.release(deployment, "1.0");
        second = deploys.release(deployment, "2.0");
        for (int i = 0; i < 5; i++) {
            nodes.add(TestNode.enrolled(server, "web" + i));
            placements.add(deploys.placement(deployment, nodes.get(i)));
        }
        deploys.publish(deployment, first);
        for (TestNode node : nodes) deploys.converge(node);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long publish(Map<String, Object> how) {
        server.clock.advance(Duration.ofSeconds(1));
        Map<String, Object> body = new HashMap<>(how);
        body.put("deploymentId", deployment);
        body.putIfAbsent("releaseId", second);
        if (!body.containsKey("canary")) body.putIfAbsent("batch", "100%");
        Reply begun = server.api("POST", "/rollouts", body);
        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
        return begun.number("id");
    }

    private Reply act(long rollout, String act) {
        return server.api("POST", "/rollouts/" + rollout + "/" + act, Map.of());
    }

    /** The states of the parts, in the order of the nodes. */
    private String states(long rollout) {
        return deploys.states(rollout);
    }

    private String status(long rollout) {
        return deploys.rollout(rollout).text("status");
    }

    private void awaitStates(long rollout, String states) {
        await(() -> states(rollout).equals(states));
    }

    private void awaitStatus(long rollout, String status) {
        await(() -> status(rollout).equals(status));
    }

    private void fail(TestNode node, String why) {
        Reply wanted = deploys.wanted(node);
        deploys.report(
                node,
                List.of(deploys.step(wanted, "failed", why)),
                List.of(deploys.state(wanted, "failed", second, why)));
    }

    private long wantedRelease(int node) {
        return deploys.wanted(nodes.get(node)).number("data.0.ReleaseId");
    }

    @Test
    void batch_begins_whenTheOneBeforeIsReady() {
        long rollout = publish(Map.of("batch", "2"));
        assertThat(states(rollout)).isEqualTo("queued queued planned planned planned");
        assertThat(deploys.rollout(rollout).number("batches")).isEqualTo(3);
        assertThat(wantedRelease(2)).isEqualTo(first);

        deploys.converge(nodes.get(0));
        assertThat(states(rollout)).isEqualTo("ready queued planned planned planned");
        deploys.converge(nodes.get(1));
        awaitStates(rollout, "ready ready queued queued planned");
        assertThat(deploys.rollout(rollout).number("currentBatch")).isEqualTo(1);
        deploys.converge(nodes.get(2));
        deploys.converge(nodes.get(3));
        awaitStates(rollout, "ready ready ready ready queued");
        deploys.converge(nodes.get(4));
        awaitStatus(rollout, "done");

        String done = "/rollouts?status=done&deploymentId=" + deployment;
        await(() -> server.api("GET", done, null).number("items.0.id") == rollout);
        assertThat(server.api("GET", done, null).text("items.0.deploymentName")).isEqualTo("hello");
    }

    @Test
    void rollout_goesOn_whenTheServerWasDown() {
        long rollout = publish(Map.of("batch", "2", "pauseSeconds", 60));
        deploys.converge(nodes.get(0));

        server.restart();
        deploys.converge(nodes.get(1));
        await(() -> deploys.rollout(rollout).at("nextBatchAt") != null);
        server.restart();
        assertThat(states(rollout)).isEqualTo("ready ready planned planned planned");
        server.clock.advance(Duration.ofSeconds(61));

        awaitStates(rollout, "ready ready queued queued planned");
    }

    @Test
    void rollout_stops_whenABatchFails_andGoesOnWhenResumed() {
        long rollout = publish(Map.of("batch", "2"));
        fail(nodes.get(0), "wrong hash");
        awaitStatus(rollout, "failed");
        deploys.converge(nodes.get(1));

        Reply stopped = deploys.rollout(rollout);
        assertThat(stopped.text("pausedWhy")).contains("web0: wrong hash").contains("tolerated: 0");
        assertThat(states(rollout)).isEqualTo("failed ready planned planned planned");

        assertThat(act(rollout, "resume").status()).isEqualTo(200);
        awaitStates(rollout, "failed ready queued queued planned");
        assertThat(act(rollout, "resume").status()).isEqualTo(200);
        assertThat(states(rollout)).isEqualTo("failed ready queued queued planned");
    }

    @Test
    void rollout_toleratesAsManyAsWasSaid() {
        long rollout = publish(Map.of("batch", "2", "maxFailures", 1));
        fail(nodes.get(0), "no");
        deploys.converge(nodes.get(1));
        awaitStates(rollout, "failed ready queued queued planned");

        fail(nodes.get(2), "no");

        awaitStatus(rollout, "failed");
        assertThat(states(rollout)).isEqualTo("failed ready failed queued planned");
    }

    @Test
    void rollout_goesOnAllTheSame_whenItIsToContinue() {
        long rollout = publish(Map.of("batch", "4", "onFailure", "continue"));
        for (int i = 0; i < 4; i++) fail(nodes.get(i), "no");

        awaitStates(rollout, "failed failed failed failed queued");
        deploys.converge(nodes.get(4));
        awaitStatus(rollout, "failed");
    }

    @Test
    void failure_movesEverythingBack_whenThatWasAsked() {
        long rollout = publish(Map.of("batch", "2", "onFailure", "revert"));
        deploys.converge(nodes.get(0));
        fail(nodes.get(1), "no start");
        awaitStatus(rollout, "reverting");

        Reply failed = deploys.rollout(rollout);
        long back = failed.number("revertedBy");
        assertThat(deploys.rollout(back).number("reverts")).isEqualTo(rollout);
        assertThat(deploys.rollout(back).text("kind")).isEqualTo("rollback");
        assertThat(states(back)).isEqualTo("queued queued");
        assertThat(states(rollout)).isEqualTo("ready failed superseded superseded superseded");
        assertThat(failed.text("placements.0.reason")).isEqualTo("no start");
        for (int i = 0; i < 5; i++) assertThat(wantedRelease(i)).isEqualTo(first);
        assertThat(server.api("GET", "/deployments/" + deployment, null).number("releaseId"))
                .isEqualTo(first);

        deploys.converge(nodes.get(0));
        deploys.converge(nodes.get(1));
        awaitStatus(back, "done");
        awaitStatus(rollout, "failed");
        assertThat(deploys.rollout(rollout).number("revertedBy")).isEqualTo(back);
    }

    @Test
    void placement_hasFailed_whenItIsNotReadyInTime_andCountsWhenItMakesItLate() {
        long rollout = publish(Map.of("batch", "2", "healthSeconds", 30));
        deploys.converge(nodes.get(0));
        server.clock.advance(Duration.ofSeconds(31));
        awaitStatus(rollout, "failed");

        assertThat(deploys.rollout(rollout).text("placements.0.reason")).contains("not ready within 30 s");
        deploys.converge(nodes.get(1));
        assertThat(states(rollout)).isEqualTo("ready ready planned planned planned");
        assertThat(status(rollout)).isEqualTo("failed");
        act(rollout, "resume");
        awaitStates(rollout, "ready ready queued queued planned");
    }

    @Test
    void placement_thatWasReadyAndIsNotWell_shutsTheGate() {
        long rollout = publish(Map.of("batch", "2", "pauseSeconds", 60));
        deploys.converge(nodes.get(0));
        deploys.converge(nodes.get(1));
        await(() -> deploys.rollout(rollout).at("nextBatchAt") != null);

        Reply wanted = deploys.wanted(nodes.get(0));
        deploys.report(nodes.get(0), List.of(), List.of(deploys.state(wanted, "backOff", second, "exit 1")));

        awaitStatus(rollout, "failed");
        assertThat(deploys.rollout(rollout).text("pausedWhy")).contains("web0: was ready, is backOff");
    }

    @Test
    void canary_waitsForSomebody() {
        long rollout = publish(Map.of("canary", "1", "pauseAfterCanary", true));
        assertThat(states(rollout)).isEqualTo("queued planned planned planned planned");
        deploys.converge(nodes.get(0));
        awaitStatus(rollout, "paused");
        assertThat(deploys.rollout(rollout).text("pausedWhy")).contains("canary complete");

        act(rollout, "resume");

        awaitStates(rollout, "ready queued queued queued queued");
    }

    @Test
    void pause_holdsTheNextBatch_untilItIsResumed() {
        long rollout = publish(Map.of("batch", "2"));
        assertThat(act(rollout, "pause").text("status")).isEqualTo("paused");
        assertThat(act(rollout, "pause").status()).isEqualTo(200);
        deploys.converge(nodes.get(0));
        deploys.converge(nodes.get(1));
        server.restart();
        assertThat(states(rollout)).isEqualTo("ready ready planned planned planned");
        assertThat(deploys.rollout(rollout).text("pausedWhy")).isEqualTo("paused by anna");

        act(rollout, "resume");

        awaitStates(rollout, "ready ready queued queued planned");
    }

    @Test
    void cancel_endsWhatHasNotBegun() {
        long rollout = publish(Map.of("batch", "2"));

        Reply cancelled = act(rollout, "cancel");
        Reply again = act(rollout, "cancel");
        deploys.converge(nodes.get(0));
        deploys.converge(nodes.get(1));

        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        assertThat(again.status()).isEqualTo(200);
        assertThat(states(rollout)).isEqualTo("ready ready superseded superseded superseded");
        assertThat(deploys.rollout(rollout).text("placements.2.reason")).isEqualTo("cancelled by anna");
        assertThat(wantedRelease(4)).isEqualTo(first);
        assertThat(act(rollout, "resume").status()).isEqualTo(409);
        assertThat(act(rollout, "pause").status()).isEqualTo(409);
    }

    @Test
    void revert_movesBackWhatWasMoved_once() {
        long rollout = publish(Map.of("batch", "2"));
        deploys.converge(nodes.get(0));

        Reply back = act(rollout, "revert");
        Reply again = act(rollout, "revert");

        assertThat(back.status()).isEqualTo(202);
        assertThat(back.number("reverts")).isEqualTo(rollout);
        assertThat(again.number("id")).isEqualTo(back.number("id"));
        assertThat(status(rollout)).isEqualTo("reverting");
        for (int i = 0; i < 5; i++) assertThat(wantedRelease(i)).isEqualTo(first);
    }

    @Test
    void revert_stopsWhatRanNothingBefore() {
        TestNode fresh = TestNode.enrolled(server, "fresh");
        long rollout = publish(Map.of("nodeIds", List.of(fresh.id())));

        Reply back = act(rollout, "revert");

        assertThat(back.number("id")).isEqualTo(rollout);
        assertThat(back.text("status")).isEqualTo("reverted");
        assertThat(deploys.wanted(fresh).text("data.0.Desired")).isEqualTo("stopped");
    }

    @Test
    void scheduled_beginsAtItsTime_alsoAfterARestart() {
        long at = server.clock.millis() + 3_600_000;
        long rollout = publish(Map.of("startAt", at));
        assertThat(status(rollout)).isEqualTo("scheduled");
        assertThat(wantedRelease(0)).isEqualTo(first);
        assertThat(act(rollout, "pause").status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/releases/" + second, null).status()).isEqualTo(409);

        server.restart();
        server.clock.advance(Duration.ofHours(1));

        awaitStates(rollout, "queued queued queued queued queued");
        assertThat(deploys.rollout(rollout).number("startAt")).isEqualTo(at);
    }

    @Test
    void scheduled_doesNotBegin_whenItsReleaseWasDisabled() {
        long rollout = publish(Map.of("startAt", server.clock.millis() + 60_000));
        server.patch("/releases/" + second, Map.of("enabled", false), 1);

        server.clock.advance(Duration.ofMinutes(1));

        awaitStatus(rollout, "failed");
        assertThat(deploys.rollout(rollout).text("pausedWhy")).contains("(2.0) is disabled");
        assertThat(wantedRelease(0)).isEqualTo(first);
    }

    @Test
    void newerRollout_takesTheRestOver() {
        long old = publish(Map.of("batch", "2"));
        long third = deploys.release(deployment, "3.0");

        long now = publish(Map.of("batch", "3", "releaseId", third));

        assertThat(states(now)).isEqualTo("queued queued queued planned planned");
        assertThat(states(old)).isEqualTo("superseded superseded superseded superseded superseded");
        awaitStatus(old, "superseded");
        assertThat(deploys.rollout(old).text("placements.4.reason")).contains("rollout " + now);
        assertThat(wantedRelease(4)).isEqualTo(first);
    }

    @Test
    void delay_isWaitedForWithinTheBatch() {
        server.api("PATCH", "/placements/" + placements.get(1), Map.of("delaySeconds", 30));
        long rollout = publish(Map.of("batch", "2"));
        assertThat(states(rollout)).isEqualTo("queued planned planned planned planned");
        deploys.converge(nodes.get(0));
        assertThat(wantedRelease(1)).isEqualTo(first);

        server.clock.advance(Duration.ofSeconds(30));

        awaitStates(rollout, "ready queued planned planned planned");
        deploys.converge(nodes.get(1));
        awaitStates(rollout, "ready ready queued queued planned");
    }

    @Test
    void removedPlacement_isNoObstacle() {
        long rollout = publish(Map.of("batch", "2"));
        deploys.converge(nodes.get(0));

        server.api("DELETE", "/placements/" + placements.get(1), null);

        awaitStates(rollout, "ready superseded queued queued planned");
    }

    @Test
    void labels_chooseTheNodes() {
        server.api("PATCH", "/nodes/" + nodes.get(3).id(), Map.of("labels", Map.of("ring", "one")));

        long rollout = publish(Map.of("labels", List.of("ring=one")));
        Reply none = server.api("POST", "/rollouts", Map.of("deploymentId", deployment, "labels", List.of("ring=two")));
        Reply both = server.api(
                "POST",
                "/rollouts",
                Map.of("deploymentId", deployment, "labels", List.of("ring=one"), "nodeIds", List.of(1)));

        assertThat(deploys.rollout(rollout).text("placements.0.nodeName")).isEqualTo("web3");
        assertThat(states(rollout)).isEqualTo("queued");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text("detail")).contains("ring=two");
        assertThat(both.status()).isEqualTo(400);
    }

    @Test
    void everything_isWrittenDown() {
        long rollout = publish(Map.of("batch", "2"));
        act(rollout, "pause");
        act(rollout, "resume");
        act(rollout, "cancel");

        Reply changes = server.api("GET", "/changes?subject=rollout:" + rollout, null);
        assertThat(changes.text("items.0.kind")).isEqualTo("rollout.cancelled");
        assertThat(changes.text("items.1.kind")).isEqualTo("rollout.resumed");
        assertThat(changes.text("items.2.kind")).isEqualTo("rollout.paused");
        assertThat(changes.text("items.3.kind")).isEqualTo("rollout.created");
    }
}
