package io.stardust.server.report;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents say of their placements, as people are shown it. */
class ObservationsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply deployment(long id) {
        return server.api("GET", "/deployments/" + id, null);
    }

    private void ended(TestNode node, int exitCode) {
        Reply wanted = deploys.wanted(node);
        Map<String, Object> state =
                new LinkedHashMap<>(deploys.state(wanted, "done", wanted.number("data.0.ReleaseId"), null));
        state.put("ExitCode", exitCode);
        deploys.report(node, List.of(), List.of(state));
    }

    @Test
    void task_hasFailedEverywhere_whenItEndedOtherwiseThanWithZero() {
        TestNode node = TestNode.enrolled(server, "web1");
        long task = server.api("POST", "/deployments", Map.of("name", "migrate", "mode", "task"))
                .number("id");
        long placement = deploys.placement(task, node);
        deploys.publish(task, deploys.release(task, "1"));

        ended(node, 13);
        Reply wanted = deploys.wanted(node); // it is disabled now: the agent has nothing more to do
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "stopped", 0, null)));

        assertThat(deploys.placed(placement).text("observed.state")).isEqualTo("failed");
        assertThat(deploys.placed(placement).number("observed.exitCode")).isEqualTo(13);
        assertThat(deployment(task).number("failed")).isEqualTo(1);
        assertThat(deployment(task).number("stopped")).isZero();
        assertThat(server.api("GET", "/placements?state=failed", null).number("total"))
                .isEqualTo(1);
        assertThat(server.api("GET", "/overview", null).text("attention.0.kind"))
                .isIn("placement-failed", "rollout-failed");
    }

    @Test
    void failedTask_keepsSinceWhen_whenItsAgentHasNothingMoreToDo() {
        TestNode node = TestNode.enrolled(server, "web1");
        long task = server.api("POST", "/deployments", Map.of("name", "migrate", "mode", "task"))
                .number("id");
        long placement = deploys.placement(task, node);
        deploys.publish(task, deploys.release(task, "1"));
        ended(node, 13);
        long failed = server.clock.millis();

        server.clock.advance(Duration.ofSeconds(27));
        Reply wanted = deploys.wanted(node);
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "stopped", 0, null)));

        Reply seen = deploys.placed(placement);
        assertThat(seen.number("observed.failingSince")).isEqualTo(failed);
        assertThat(seen.at("converged")).isEqualTo(true);
    }

    @Test
    void output_staysWithTheRolloutThatFailed_whateverIsTriedOrRunsAfterwards() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        deploys.placement(shop, node);
        deploys.publish(shop, deploys.release(shop, "1"));
        deploys.converge(node);
        long bad = deploys.release(shop, "2");
        long rollout = deploys.publish(shop, bad).number("id");
        Reply wanted = deploys.wanted(node);
        Map<String, Object> failed = deploys.state(wanted, "gaveUp", bad, "exited with code 3");
        failed.put("Output", "x".repeat(2_000) + "no config");
        deploys.report(node, List.of(), List.of(failed));

        deploys.report(node, List.of(), List.of(deploys.state(wanted, "starting", bad, null)));
        String starting = deploys.rollout(rollout).text("placements.0.observed.output");
        deploys.rollBack(shop, Map.of());
        deploys.converge(node);

        assertThat(starting).hasSize(1_000).endsWith("no config");
        assertThat(deploys.rollout(rollout).text("placements.0.observed.output"))
                .isEqualTo(starting);
    }

    @Test
    void task_isDone_whenItEndedWithZero() {
        TestNode node = TestNode.enrolled(server, "web1");
        long task = server.api("POST", "/deployments", Map.of("name", "migrate", "mode", "task"))
                .number("id");
        deploys.placement(task, node);
        deploys.publish(task, deploys.release(task, "1"));

        ended(node, 0);

        assertThat(deployment(task).number("done")).isEqualTo(1);
        assertThat(deployment(task).number("stopped")).isZero();
        assertThat(server.api("GET", "/placements?state=done", null).number("total"))
                .isEqualTo(1);
    }

    @Test
    void deployment_showsEveryVersionThatRuns() {
        long shop = deploys.deployment("shop");
        List<TestNode> nodes = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            TestNode node = TestNode.enrolled(server, name);
            nodes.add(node);
            deploys.placement(shop, node);
        }
        long release = deploys.release(shop, "1");
        deploys.publish(shop, release);
        nodes.forEach(deploys::converge);
        long next = deploys.release(shop, "2");
        deploys.publish(shop, next);
        deploys.converge(nodes.getFirst());

        Reply seen = deployment(shop);

        assertThat(seen.text("versions.0.version")).isEqualTo("v" + release);
        assertThat(seen.number("versions.0.count")).isEqualTo(2);
        assertThat(seen.text("versions.1.version")).isEqualTo("v" + next);
        assertThat(seen.number("versions.1.count")).isEqualTo(1);
    }

    @Test
    void placement_isNotSaidToRun_whenItsNodeDoesNotRespond() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        long placement = deploys.placement(shop, node);
        deploys.publish(shop, deploys.release(shop, "1"));
        deploys.converge(node);
        long heard = server.clock.millis();

        server.clock.advance(Duration.ofSeconds(302));

        await(() -> deployment(shop).number("unreachable") == 1);
        Reply seen = deploys.placed(placement);
        assertThat(deployment(shop).number("running")).isZero();
        assertThat(seen.text("observed.state")).isEqualTo("running");
        assertThat(seen.at("observed.reachable")).isEqualTo(false);
        assertThat(seen.number("observed.unreachableSince")).isLessThanOrEqualTo(heard);
    }

    @Test
    void crash_isInTheTimelineAndInTheNodesEvents_andMovesNoRollout() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        long placement = deploys.placement(shop, node);
        long rollout = deploys.publish(shop, deploys.release(shop, "1")).number("id");
        Map<String, Object> crash =
                deploys.step(deploys.wanted(node), "crashed", "exited with code 3 after 0.1 s: no config");

        deploys.report(node, List.of(crash), List.of());
        deploys.report(node, List.of(crash), List.of());

        assertThat(deploys.rollout(rollout).text("placements.0.state")).isEqualTo("queued");
        Reply steps = server.api("GET", "/placements/" + placement + "/history", null);
        assertThat(steps.text("items.0.step")).isEqualTo("crashed");
        Reply events = server.api("GET", "/nodes/" + node.id() + "/events", null);
        assertThat(events.text("items.0.type")).isEqualTo("crashed");
        assertThat(events.text("items.0.name")).isEqualTo("shop");
        assertThat(events.text("items.0.remark")).contains("no config");
        assertThat(events.at("items.0.why")).isNull();
        assertThat(events.at("items.1")).isNull();
    }

    @Test
    void crash_hasItsReasonByCodeInTheNodesEvents_whenTheAgentTellsIt() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        deploys.placement(shop, node);
        deploys.publish(shop, deploys.release(shop, "1"));
        Map<String, Object> crash = deploys.step(deploys.wanted(node), "crashed", "exited with code 3 after 1.0 s");
        crash.put("Why", List.of(Map.of("Code", "exited", "Data", Map.of("code", "3", "lived", "1000"))));

        deploys.report(node, List.of(crash), List.of());

        Reply events = server.api("GET", "/nodes/" + node.id() + "/events", null);
        assertThat(events.text("items.0.why.0.code")).isEqualTo("exited");
        assertThat(events.text("items.0.why.0.data.lived")).isEqualTo("1000");
    }

    @Test
    void crashes_areBounded_andLeaveTheRestOfTheHistory() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        long placement = deploys.placement(shop, node);
        deploys.publish(shop, deploys.release(shop, "1"));
        deploys.converge(node);
        Reply wanted = deploys.wanted(node);
        List<Map<String, Object>> crashes = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            server.clock.advance(Duration.ofMillis(10));
            crashes.add(deploys.step(wanted, "crashed", "exited with code 3"));
        }

        deploys.report(node, crashes, List.of());

        Reply steps = server.api("GET", "/placements/" + placement + "/history?limit=500", null);
        assertThat((List<?>) steps.at("items")).hasSizeBetween(202, 210);
        assertThat(String.valueOf(steps.body())).contains("step=pulled");
    }

    @Test
    void placement_showsWhatItsProcessUses_whileItsNodeResponds() {
        TestNode node = TestNode.enrolled(server, "web1");
        long shop = deploys.deployment("shop");
        long placement = deploys.placement(shop, node);
        Map<String, Object> use = Map.of(
                "Id", placement, "Pid", 7, "Cpu", 0.5, "Memory", 4096, "Threads", 12, "Processes", 2, "Uptime", 60);

        server.link("/Node/Ping", Map.of("Time", 1, "Apps", List.of(use)), node.token);

        Reply seen = deploys.placed(placement);
        assertThat(seen.number("observed.workingSet")).isEqualTo(4096);
        assertThat(seen.number("observed.threads")).isEqualTo(12);
        assertThat(seen.number("observed.processes")).isEqualTo(2);
        assertThat(seen.number("observed.uptime")).isEqualTo(60);
        assertThat(seen.number("observed.measuredAt")).isEqualTo(server.clock.millis());
        server.link("/Node/Logout", null, node.token);
        assertThat(deploys.placed(placement).number("observed.workingSet")).isZero();
    }

    @Test
    void node_isForgotten_whenItsLastPlacementIsGone_afterAForcedRemoval() {
        TestNode node = TestNode.enrolled(server, "web1");
        long id = node.id();
        long shop = deploys.deployment("shop");
        long placement = deploys.placement(shop, node);
        deploys.publish(shop, deploys.release(shop, "1"));
        deploys.converge(node);

        assertThat(server.api("DELETE", "/nodes/" + id + "?force=true", null).status())
                .isEqualTo(204);
        assertThat(node.view().at("node.leaving")).isEqualTo(true);
        Reply wanted = deploys.wanted(node);
        assertThat(String.valueOf(wanted.body())).contains("removed");
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "removed", 0, null)));

        assertThat(server.api("GET", "/placements/" + placement, null).status()).isEqualTo(404);
        assertThat(server.api("GET", "/nodes/" + id, null).status()).isEqualTo(404);
        assertThat(node.ping().code()).isEqualTo(401);
    }

    @Test
    void changes_ofOneRequest_areOneAct_withNamesAndVersions() {
        long shop = deploys.deployment("shop");
        for (String name : List.of("a", "b")) deploys.placement(shop, TestNode.enrolled(server, name));
        deploys.publish(shop, deploys.release(shop, "1"));
        deploys.publish(shop, deploys.release(shop, "2"));

        Reply found = server.api("GET", "/changes?deployment=" + shop, null);
        Reply sessions = server.api("GET", "/changes?without=deployment&without=release", null);

        long act = found.number("items.0.act");
        for (int i = 0; i < 3; i++)
            assertThat(found.number("items." + i + ".act")).isEqualTo(act);
        assertThat(found.number("items.3.act")).isNotEqualTo(act);
        assertThat(String.valueOf(found.body())).contains("rollout.created", "release.created", "placement.created");
        List<String> moved = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if (!"placement.published".equals(found.at("items." + i + ".kind"))) continue;
            moved.add("%s %s -> %s on %s"
                    .formatted(
                            found.text("items." + i + ".deploymentName"),
                            found.text("items." + i + ".fromVersion"),
                            found.text("items." + i + ".toVersion"),
                            found.text("items." + i + ".nodeName")));
        }
        assertThat(moved).containsExactlyInAnyOrder("shop 1 -> 2 on a", "shop 1 -> 2 on b");
        assertThat(String.valueOf(sessions.body())).doesNotContain("deployment.created", "release.created");
    }
}
