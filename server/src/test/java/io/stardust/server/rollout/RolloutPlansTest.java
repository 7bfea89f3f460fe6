package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutPlansTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
    private long placement;
    private long first;
    private long second;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("hello");
        first = deploys.release(deployment, "1.0");
        second = deploys.release(deployment, "2.0");
        placement = deploys.placement(deployment, node);
        deploys.publish(deployment, first);
        deploys.converge(node);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply plan(Map<String, Object> how) {
        Map<String, Object> body = new HashMap<>(how);
        body.putIfAbsent("deploymentId", deployment);
        return server.api("POST", "/rollouts/plan", body);
    }

    private long release(String query) {
        return deploys.upload(deployment, query, BodyPublishers.ofByteArray(Deploys.zip(query)))
                .number("id");
    }

    @Test
    void plan_saysWhatWouldHappen_andWritesNothing() {
        String before = String.valueOf(server.api("GET", "/changes", null).body());

        Reply plan = plan(Map.of("releaseId", second, "batch", "1"));

        assertThat(plan.status()).as("%s", plan.body()).isEqualTo(200);
        assertThat(plan.text("release.version")).isEqualTo("2.0");
        assertThat(plan.text("kind")).isEqualTo("publish");
        assertThat(plan.number("batches.0.0")).isEqualTo(placement);
        assertThat(plan.number("nodes.0.placementId")).isEqualTo(placement);
        assertThat(plan.text("nodes.0.nodeName")).isEqualTo("web1");
        assertThat(plan.text("nodes.0.fromVersion")).isEqualTo("1.0");
        assertThat(plan.text("nodes.0.toVersion")).isEqualTo("2.0");
        assertThat(plan.text("nodes.0.act")).isEqualTo("install");
        assertThat(plan.at("nodes.0.restarts")).isEqualTo(true);
        assertThat(plan.number("nodes.0.files.changed")).isEqualTo(1);
        assertThat(plan.number("nodes.0.files.added")).isZero();
        assertThat(plan.number("nodes.0.files.downloadBytes")).isPositive();
        assertThat(String.valueOf(server.api("GET", "/changes", null).body())).isEqualTo(before);
        assertThat(deploys.wanted(node).number("data.0.ReleaseId")).isEqualTo(first);
    }

    @Test
    void plan_placesNothing_whereItWouldPlace() {
        TestNode other = TestNode.enrolled(server, "web2");

        Reply plan = plan(Map.of("releaseId", second, "nodeIds", List.of(other.id())));

        assertThat(plan.number("batches.0.0")).isZero();
        assertThat(plan.at("nodes.0.placementId")).isNull();
        assertThat(plan.text("nodes.0.act")).isEqualTo("install");
        assertThat(plan.number("nodes.0.files.added")).isEqualTo(1);
        assertThat(server.api("GET", "/deployments/" + deployment, null).number("placements"))
                .isEqualTo(1);
    }

    @Test
    void plan_warns() {
        server.api("PATCH", "/deployments/" + deployment, Map.of("port", 8080));
        long other = deploys.deployment("other");
        deploys.release(other, "1");
        assertThat(server.api(
                                "POST",
                                "/deployments/" + other + "/placements",
                                Map.of("nodeId", node.id(), "port", 8080))
                        .status())
                .as("two with one port on a node")
                .isEqualTo(409);
        server.clock.advance(Duration.ofHours(1));
        deploys.awaitAway(node);
        TestNode fresh = TestNode.enrolled(server, "fresh");
        long partial = release("version=3.0&mode=partial&os=linux&arch=arm64");

        Reply plan = plan(Map.of("releaseId", partial, "batch", "1", "nodeIds", List.of(node.id(), fresh.id())));

        assertThat(plan.text("nodes.0.nodeName")).as("connected ones first").isEqualTo("fresh");
        String old = String.valueOf(plan.at("nodes.1.warnings"));
        assertThat(old)
                .contains("system of the node is not known")
                .contains("node web1 is not connected; it will be updated when it returns");
        assertThat(String.valueOf(plan.at("nodes.0.warnings"))).contains("partial");
        assertThat(String.valueOf(plan.at("warnings")))
                .contains("no readiness probe")
                .contains("1 node is not connected and 0 failures are tolerated: it will not get through");
    }

    @Test
    void plan_saysThatNothingIsToBeDone() {
        Reply plan = plan(Map.of("releaseId", first));

        assertThat(plan.text("nodes.0.act")).isEqualTo("nothing");
        assertThat(String.valueOf(plan.at("warnings"))).contains("nothing to do");
    }

    @Test
    void plan_ofARollback_goesBack() {
        deploys.publish(deployment, second);
        deploys.converge(node);

        Reply plan = server.api("POST", "/rollouts/plan?kind=rollback", Map.of("deploymentId", deployment));

        assertThat(plan.text("kind")).isEqualTo("rollback");
        assertThat(plan.text("nodes.0.toVersion")).isEqualTo("1.0");
        assertThat(plan.number("reverts")).isPositive();
    }

    @Test
    void multiVersion_givesEachNodeTheHighestVersionThatFits() {
        server.api("PATCH", "/deployments/" + deployment, Map.of("multiVersion", true));
        TestNode arm = new TestNode(server, "pi");
        arm.osName = "Debian GNU/Linux 13";
        arm.architecture = "Arm64";
        arm.login(server.enrolToken(1));
        TestNode x64 = new TestNode(server, "pc");
        x64.osName = "Microsoft Windows Server 2025";
        x64.architecture = "X64";
        x64.login(server.enrolToken(1));
        long forArm = release("version=2.10&os=linux&arch=arm64");
        release("version=2.9&os=linux&arch=arm64");
        long forWindows = release("version=2.1&os=windows&arch=x64");

        Reply begun = server.api(
                "POST",
                "/rollouts",
                Map.of("deploymentId", deployment, "nodeIds", List.of(arm.id(), x64.id()), "batch", "100%"));
        Reply misfit = server.api(
                "POST",
                "/rollouts",
                Map.of("deploymentId", deployment, "releaseId", forArm, "nodeIds", List.of(x64.id())));

        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
        assertThat(deploys.wanted(arm).number("data.0.ReleaseId")).isEqualTo(forArm);
        assertThat(deploys.wanted(x64).number("data.0.ReleaseId")).isEqualTo(forWindows);
        assertThat(misfit.status()).isEqualTo(409);
        assertThat(misfit.text("detail")).contains("linux/arm64").contains("pc is windows/x64");
    }

    @Test
    void task_isDisabledOnceItHasRun_andRunsAgainWhenPublished() {
        server.api("PATCH", "/deployments/" + deployment, Map.of("mode", "task"));
        server.clock.advance(Duration.ofSeconds(1));
        deploys.publish(deployment, second);
        Reply order = deploys.wanted(node);
        Map<String, Object> done = deploys.state(order, "done", second, null);
        done.put("ExitCode", 0);
        done.put("Output", "migrated 7 rows");
        done.put("Pid", 0);
        deploys.report(node, List.of(), List.of(done));
        deploys.report(node, List.of(), List.of(done));

        Reply placed = deploys.placed(placement);
        assertThat(placed.at("enabled")).isEqualTo(false);
        assertThat(placed.at("ended")).isEqualTo(true);
        assertThat(placed.text("observed.state")).isEqualTo("done");
        Reply told = deploys.wanted(node);
        assertThat(told.text("data.0.Desired")).isEqualTo("stopped");
        deploys.report(node, List.of(), List.of(deploys.state(told, "stopped", second, null)));
        assertThat(deploys.placed(placement).text("observed.state")).isEqualTo("done");
        assertThat(deploys.placed(placement).at("converged")).isEqualTo(true);
        Reply runs = server.api("GET", "/deployments/" + deployment + "/runs", null);
        assertThat(runs.text("items.0.output")).isEqualTo("migrated 7 rows");
        assertThat(runs.number("items.0.exitCode")).isZero();
        assertThat(runs.at("items.1")).isNull();
        assertThat(server.api("GET", "/changes?subject=placement:" + placement, null)
                        .text("items.0.kind"))
                .isEqualTo("placement.ended");

        deploys.publish(deployment, second);
        Reply again = deploys.wanted(node);
        assertThat(again.text("data.0.Desired")).isEqualTo("running");
        assertThat(again.number("data.0.Restarts")).isEqualTo(order.number("data.0.Restarts") + 1);
        // late news of the order before
        deploys.report(node, List.of(), List.of(done));
        assertThat(deploys.placed(placement).at("ended")).isEqualTo(false);
    }

    @Test
    void fields_reachTheAgent() {
        server.api(
                "PATCH",
                "/deployments/" + deployment,
                Map.of("readiness", Map.of("kind", "http", "target", "/health", "failures", 2), "stopWait", 9));
        server.api("PATCH", "/placements/" + placement, Map.of("liveness", Map.of("kind", "tcp"), "priority", 2));

        Reply told = deploys.wanted(node);
        assertThat(told.text("data.0.Service.Readiness.Target")).isEqualTo("/health");
        assertThat(told.number("data.0.Service.Readiness.Failures")).isEqualTo(2);
        assertThat(told.text("data.0.Service.Liveness.Kind")).isEqualTo("tcp");
        assertThat(told.number("data.0.Service.Priority")).isEqualTo(2);
        assertThat(told.number("data.0.Service.StopWait")).isEqualTo(9);

        server.api("PATCH", "/placements/" + placement, Map.of("clear", List.of("liveness", "priority")));
        Reply bad = server.api("PATCH", "/deployments/" + deployment, Map.of("readiness", Map.of("kind", "udp")));
        Reply cleared = deploys.wanted(node);
        assertThat(cleared.at("data.0.Service.Liveness")).isNull();
        assertThat(cleared.number("data.0.Service.Priority")).isZero();
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text("detail")).contains("readiness.kind").contains("udp");
        assertThat(server.api("GET", "/deployments/" + deployment, null).text("readiness.kind"))
                .isEqualTo("http");
    }
}
