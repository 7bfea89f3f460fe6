package io.stardust.server.rollout;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollback undoes: the newest publish that stands, only where it acted. Agents are reduced to their calls. */
class RollbackTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Long> placements = new ArrayList<>();
    private long deployment;
    private long a;
    private long b;
    private long c;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        deployment = deploys.deployment("hello");
        a = deploys.release(deployment, "a");
        b = deploys.release(deployment, "b");
        c = deploys.release(deployment, "c");
        for (int i = 0; i < 3; i++) {
            nodes.add(TestNode.enrolled(server, "web" + i));
            placements.add(deploys.placement(deployment, nodes.get(i)));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Everywhere at once, and it arrives. */
    private long arrived(long release) {
        long rollout = deploys.publish(deployment, release).number("id");
        converge();
        return rollout;
    }

    private void converge() {
        for (TestNode node : nodes) deploys.converge(node);
    }

    private Reply back() {
        return back(Map.of());
    }

    private Reply back(Map<String, ?> how) {
        return deploys.rollBack(deployment, how);
    }

    private List<Long> wanted() {
        return nodes.stream()
                .map(node -> deploys.wanted(node).number("data.0.ReleaseId"))
                .toList();
    }

    private String status(long rollout) {
        return deploys.rollout(rollout).text("status");
    }

    /** A default publish of {@code release}, whose canary fails. */
    private long failedCanary(long release, Map<String, ?> how) {
        var body = new java.util.HashMap<String, Object>(how);
        body.put("releaseId", release);
        long rollout = deploys.publish(deployment, body).number("id");
        Reply wanted = deploys.wanted(nodes.get(0));
        deploys.report(
                nodes.get(0),
                List.of(deploys.step(wanted, "failed", "exited with code 3")),
                List.of(deploys.state(wanted, "failed", release, "exited with code 3")));
        return rollout;
    }

    @Test
    void rollback_undoesOneRolloutAfterTheOther() {
        long first = arrived(a);
        long second = arrived(b);
        long third = arrived(c);

        Reply once = back();
        converge();
        Reply twice = back();
        converge();
        Reply none = back();

        assertThat(once.number("reverts")).isEqualTo(third);
        assertThat(once.text("placements.0.fromVersion")).isEqualTo("c");
        assertThat(once.text("placements.0.version")).isEqualTo("b");
        assertThat(twice.number("reverts")).isEqualTo(second);
        assertThat(wanted()).containsOnly(a);
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text("detail"))
                .contains("nothing ran before rollout " + first)
                .contains("stop");
        await(() -> status(third).equals("reverted") && status(second).equals("reverted"));
    }

    @Test
    void rollback_goesPastPublishesThatRepeatedWhatRan() {
        arrived(a);
        long second = arrived(b);
        arrived(b);
        arrived(b);

        Reply back = back();

        assertThat(back.number("reverts")).isEqualTo(second);
        assertThat(wanted()).containsOnly(a);
    }

    @Test
    void rollback_movesOnlyWhatTheFailedCanaryTouched() {
        arrived(a);
        long second = arrived(b);
        long third = failedCanary(c, Map.of());
        await(() -> status(third).equals("failed"));

        Reply plan = server.api("POST", "/rollouts/plan?kind=rollback", Map.of("deploymentId", deployment));
        Reply back = back();
        List<Long> then = wanted();
        converge();

        assertThat(plan.number("reverts")).isEqualTo(third);
        assertThat(plan.text("nodes.0.nodeName")).isEqualTo("web0");
        assertThat(plan.at("nodes.1")).isNull();
        assertThat(back.number("counts.queued")).isEqualTo(1);
        assertThat(then).containsExactly(b, b, b);
        Reply failed = deploys.rollout(third);
        assertThat(failed.text("status")).isEqualTo("failed");
        assertThat(failed.number("revertedBy")).isEqualTo(back.number("id"));
        assertThat(failed.number("counts.failed")).isEqualTo(1);
        assertThat(failed.text("placements.0.reason")).isEqualTo("exited with code 3");
        assertThat(back().number("reverts")).isEqualTo(second);
        assertThat(wanted()).containsOnly(a);
    }

    @Test
    void rollback_goesOnFromWhereAnAutomaticRevertWent() {
        arrived(a);
        long second = arrived(b);
        long third = failedCanary(c, Map.of("onFailure", "revert"));
        await(() -> status(third).equals("reverting"));
        converge();
        await(() -> status(third).equals("failed"));

        Reply back = back();

        assertThat(deploys.rollout(third).text("placements.0.state")).isEqualTo("failed");
        assertThat(back.number("reverts")).isEqualTo(second);
        assertThat(wanted()).containsOnly(a);
    }

    @Test
    void rollback_isOnlyThere_whenNodesAreNamed() {
        arrived(a);
        long second = arrived(b);

        Reply one = back(Map.of("nodeIds", List.of(nodes.get(1).id())));
        Reply again = back(Map.of("nodeIds", List.of(nodes.get(1).id())));
        List<Long> there = wanted();
        Reply rest = back();

        assertThat(one.number("reverts")).isEqualTo(second);
        assertThat(there).containsExactly(b, a, b);
        assertThat(again.status()).isEqualTo(409);
        assertThat(rest.number("reverts")).isEqualTo(second);
        assertThat(rest.number("counts.queued")).isEqualTo(2);
        assertThat(wanted()).containsOnly(a);
        assertThat(deploys.rollout(second).number("revertedBy")).isEqualTo(rest.number("id"));
    }

    @Test
    void rollback_undoesEachNodesOwn_whenARolloutWasHalfTakenOver() {
        arrived(a);
        long second = arrived(b);
        deploys.publish(
                deployment,
                Map.of("releaseId", c, "nodeIds", List.of(nodes.get(2).id())));
        converge();

        back();
        List<Long> once = wanted();
        converge();
        Reply twice = back();

        assertThat(once).containsOnly(b);
        assertThat(twice.number("reverts")).isEqualTo(second);
        assertThat(twice.number("counts.queued")).isEqualTo(3);
        assertThat(wanted()).containsOnly(a);
    }

    @Test
    void rollback_isRefused_whenTheReleaseBeforeMayNotBeUsed() {
        arrived(a);
        arrived(b);
        server.patch("/releases/" + a, Map.of("enabled", false), 1);

        Reply back = back();

        assertThat(back.status()).isEqualTo(409);
        assertThat(back.text("detail"))
                .contains("web0")
                .contains("(a) is disabled")
                .contains("name the release");
        assertThat(wanted()).containsOnly(b);
    }

    @Test
    void rollback_toANamedRelease_undoesAllThatCameAfterIt() {
        long first = arrived(a);
        arrived(b);
        long third = arrived(c);

        Reply named = back(Map.of("releaseId", a));
        converge();
        Reply none = back();

        assertThat(named.text("version")).isEqualTo("a");
        assertThat(wanted()).containsOnly(a);
        assertThat(deploys.rollout(third).number("revertedBy")).isEqualTo(named.number("id"));
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text("detail")).contains("rollout " + first);
    }

    @Test
    void revertOfARollback_bringsBackWhatItUndid() {
        arrived(a);
        arrived(b);
        long third = arrived(c);
        long back = back().number("id");
        converge();
        await(() -> status(third).equals("reverted"));

        Reply redone = server.api("POST", "/rollouts/" + back + "/revert", Map.of());
        List<Long> then = wanted();
        converge();
        Reply again = back();

        assertThat(redone.number("reverts")).isEqualTo(back);
        assertThat(then).containsOnly(c);
        assertThat(again.number("reverts")).isEqualTo(third);
        assertThat(wanted()).containsOnly(b);
    }

    @Test
    void rollback_leavesDownWhatPeopleStopped_andStopsWhatRanNothingBefore() {
        nodes.removeLast();
        server.api("DELETE", "/placements/" + placements.getLast(), null);
        arrived(a);
        TestNode fresh = TestNode.enrolled(server, "fresh");
        List<Long> all = new ArrayList<>(nodes.stream().map(TestNode::id).toList());
        all.add(fresh.id());
        deploys.publish(deployment, Map.of("releaseId", b, "nodeIds", all, "batch", "100%"));
        converge();
        deploys.converge(fresh);
        server.api("POST", "/placements/" + placements.get(1) + "/stop", Map.of());

        Reply plan = server.api("POST", "/rollouts/plan?kind=rollback", Map.of("deploymentId", deployment));
        Reply back = back();

        assertThat(plan.text("nodes.0.act")).isEqualTo("install");
        assertThat(String.valueOf(plan.at("nodes"))).contains("act=keep").contains("act=stop");
        assertThat(back.number("counts.queued")).isEqualTo(1);
        assertThat(String.valueOf(back.at("warnings")))
                .contains("web1: it stays as it is")
                .contains("fresh: it is stopped, since nothing ran there before");
        assertThat(wanted()).containsOnly(a);
        assertThat(deploys.wanted(nodes.get(1)).text("data.0.Desired")).isEqualTo("stopped");
        assertThat(deploys.wanted(fresh).text("data.0.Desired")).isEqualTo("stopped");
    }

    @Test
    void rollback_isRefused_whenAnotherRolloutWasMeant() {
        arrived(a);
        long second = arrived(b);
        long third = arrived(c);

        Reply meant = back(Map.of("reverts", second));
        Reply right = back(Map.of("reverts", third));

        assertThat(meant.status()).isEqualTo(409);
        assertThat(meant.text("detail")).contains("rollout " + third);
        assertThat(right.status()).isEqualTo(202);
    }

    @Test
    void rollback_dropsWhatHasNotBegun_whenTheCanaryWaits() {
        arrived(a);
        long second = deploys.publish(deployment, Map.of("releaseId", b, "pauseAfterCanary", true, "canary", "1"))
                .number("id");
        deploys.converge(nodes.get(0));
        await(() -> status(second).equals("paused"));

        back();

        assertThat(wanted()).containsOnly(a);
        assertThat(deploys.states(second)).isEqualTo("ready superseded superseded");
        assertThat(status(second)).isEqualTo("reverting");
    }

    @Test
    void requestUnderOneKey_beginsOneRollout() {
        arrived(a);
        String body = "{\"deploymentId\":" + deployment + ",\"releaseId\":" + b + "}";

        Reply once = keyed(body, "k-1");
        Reply again = keyed(body, "k-1");
        Reply other = keyed(body.replace("}", ",\"batch\":\"1\"}"), "k-1");
        Reply fresh = keyed(body, "k-2");
        Reply bad = keyed(body, "with blank");

        assertThat(once.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.number("id")).isEqualTo(once.number("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(fresh.number("id")).isNotEqualTo(once.number("id"));
        assertThat(bad.status()).isEqualTo(400);
    }

    private Reply keyed(String body, String key) {
        return deploys.send(
                "POST",
                "/api/v1/rollouts",
                java.net.http.HttpRequest.BodyPublishers.ofString(body),
                Map.of(
                        "Authorization",
                        "Bearer " + server.admin,
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        key));
    }
}
