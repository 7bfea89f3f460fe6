package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
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
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void publish_isDone_whenTheAgentSaysSo() {
        long placement = deploys.placement(deployment, node);

        Reply begun = deploys.publish(deployment, first);
        Reply wanted = deploys.wanted(node);
        Reply before = deploys.rollout(begun.number("id"));
        deploys.converge(node);
        Reply after = deploys.rollout(begun.number("id"));

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.number("counts.queued")).isEqualTo(1);
        assertThat(before.text("status")).isEqualTo("running");
        assertThat(before.text("placements.0.state")).isEqualTo("queued");
        assertThat(before.text("placements.0.steps.0.step")).isEqualTo("queued");
        assertThat(wanted.text("data.0.Desired")).isEqualTo("running");
        assertThat(wanted.number("data.0.ReleaseId")).isEqualTo(first);
        assertThat(wanted.number("data.0.RolloutId")).isEqualTo(begun.number("id"));
        assertThat(wanted.text("data.0.Sha256")).matches("[0-9a-f]{64}");
        assertThat(wanted.text("data.0.Url")).isEqualTo("/cube/file?id=" + first + ".zip");
        assertThat(wanted.text("data.0.Service.FileName")).isEqualTo("hello.zip");
        assertThat(after.text("status")).isEqualTo("done");
        assertThat(after.text("placements.0.state")).isEqualTo("ready");
        assertThat(after.number("finishedAt")).isPositive();
        assertThat(deploys.placed(placement).at("converged")).isEqualTo(true);
        assertThat(deploys.placed(placement).text("observed.state")).isEqualTo("running");
        assertThat(server.api("GET", "/deployments/" + deployment, null).text("version"))
                .isEqualTo("1.0");
        assertThat(server.api("GET", "/deployments/" + deployment, null).number("running"))
                .isEqualTo(1);
    }

    @Test
    void publish_waitsForANodeThatIsAway_andLosesNothingWhenTheServerRestarts() {
        deploys.placement(deployment, node);
        long revision = node.ping().number("data.DesiredRevision");
        long rollout = deploys.publish(deployment, first).number("id");

        server.restart();
        Reply away = deploys.rollout(rollout);
        server.clock.advance(Duration.ofHours(1));
        node.login(null);
        Reply ping = node.ping();
        deploys.converge(node);

        assertThat(away.text("placements.0.state")).isEqualTo("queued");
        assertThat(ping.number("data.DesiredRevision")).isGreaterThan(revision);
        assertThat(deploys.rollout(rollout).text("status")).isEqualTo("done");
    }

    @Test
    void publish_supersedesTheOneBefore() {
        deploys.placement(deployment, node);
        long old = deploys.publish(deployment, first).number("id");

        long now = deploys.publish(deployment, second).number("id");
        deploys.converge(node);

        assertThat(deploys.rollout(old).text("status")).isEqualTo("superseded");
        assertThat(deploys.rollout(old).text("placements.0.reason")).contains("rollout " + now);
        assertThat(deploys.rollout(now).text("status")).isEqualTo("done");
    }

    @Test
    void publish_placesTheDeployment_onNodesThatWereNamed() {
        Reply begun =
                server.api("POST", "/rollouts", Map.of("deploymentId", deployment, "nodeIds", List.of(node.id())));

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.number("releaseId")).isEqualTo(second);
        assertThat(deploys.wanted(node).text("data.0.Service.Name")).isEqualTo("hello");
    }

    @Test
    void publish_saysWhatIsWrong() {
        deploys.placement(deployment, node);
        long other = deploys.deployment("other");
        long foreign = deploys.release(other, "9.9");
        server.patch("/releases/" + second, Map.of("enabled", false), 1);
        var waiting = new TestNode(server, "web2");
        waiting.login(null);

        Reply ofAnother = deploys.publish(deployment, foreign);
        Reply unknown = deploys.publish(deployment, 999);
        Reply disabled = deploys.publish(deployment, second);
        Reply nowhere = server.api("POST", "/rollouts", Map.of("deploymentId", other));
        Reply noNode = server.api("POST", "/rollouts", Map.of("deploymentId", deployment, "nodeIds", List.of(777)));
        Reply unapproved =
                server.api("POST", "/rollouts", Map.of("deploymentId", deployment, "nodeIds", List.of(waiting.id())));
        Reply nothing = server.api("POST", "/rollouts", Map.of());

        assertThat(ofAnother.status()).isEqualTo(400);
        assertThat(ofAnother.text("detail")).contains("a release of deployment hello");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(disabled.status()).isEqualTo(409);
        assertThat(disabled.text("detail")).contains("2.0").contains("disabled");
        assertThat(nowhere.status()).isEqualTo(409);
        assertThat(noNode.status()).isEqualTo(404);
        assertThat(unapproved.status()).isEqualTo(409);
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(deploys.wanted(node).at("data.0")).isNull();
    }

    @Test
    void failure_isShownWithItsReason_whileTheOldVersionRuns() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, first);
        deploys.converge(node);
        long bad = deploys.publish(deployment, second).number("id");

        Reply wanted = deploys.wanted(node);
        deploys.report(
                node,
                List.of(deploys.step(wanted, "downloaded", null), deploys.step(wanted, "failed", "wrong hash")),
                List.of(deploys.state(wanted, "running", first, "wrong hash; 1.0 runs on")));

        Reply rollout = deploys.rollout(bad);
        assertThat(rollout.text("status")).isEqualTo("failed");
        assertThat(rollout.text("placements.0.reason")).isEqualTo("wrong hash");
        Reply placed = deploys.placed(placement);
        assertThat(placed.text("observed.state")).isEqualTo("running");
        assertThat(placed.number("observed.releaseId")).isEqualTo(first);
        assertThat(placed.number("desired.releaseId")).isEqualTo(second);
        assertThat(placed.at("converged")).isEqualTo(false);
    }

    @Test
    void rollback_goesToWhatTheNewestRolloutMovedFrom_withoutAnUpload() {
        deploys.placement(deployment, node);
        deploys.publish(deployment, first);
        deploys.converge(node);
        deploys.publish(deployment, second);
        Reply wanted = deploys.wanted(node);
        deploys.report(node, List.of(deploys.step(wanted, "failed", "no start")), List.of());
        long third = deploys.release(deployment, "3.0");
        deploys.publish(deployment, third);

        server.clock.advance(Duration.ofSeconds(1));
        Reply back = server.api("POST", "/deployments/" + deployment + "/rollback", Map.of());

        assertThat(back.status()).isEqualTo(202);
        assertThat(back.text("kind")).isEqualTo("rollback");
        assertThat(back.number("fromReleaseId")).isEqualTo(third);
        assertThat(back.number("placements.0.releaseId")).isEqualTo(second);
        assertThat(deploys.wanted(node).number("data.0.ReleaseId")).isEqualTo(second);
    }

    @Test
    void rollback_goesToAReleaseThatIsNamed_butNotToOneThatNeverRan() {
        deploys.placement(deployment, node);
        deploys.publish(deployment, second);

        Reply unnamed = server.api("POST", "/deployments/" + deployment + "/rollback", Map.of());
        Reply none = server.api("POST", "/deployments/" + deployment + "/rollback", Map.of("releaseId", 99));
        Reply named = server.api("POST", "/deployments/" + deployment + "/rollback", Map.of("releaseId", first));

        assertThat(unnamed.status()).isEqualTo(409);
        assertThat(none.status()).isEqualTo(404);
        assertThat(named.number("releaseId")).isEqualTo(first);
    }

    @Test
    void report_doesNothingTwice() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, first);
        deploys.converge(node);
        Reply before = server.api("GET", "/placements/" + placement + "/history", null);

        deploys.converge(node);
        Reply after = server.api("GET", "/placements/" + placement + "/history", null);

        assertThat(after.body()).isEqualTo(before.body());
        assertThat(before.text("items.0.step")).isEqualTo("ready");
        assertThat(before.number("items.0.durationMs")).isEqualTo(12);
        assertThat(before.text("items.2.step")).isEqualTo("queued");
        assertThat(before.at("items.3")).isNull();
    }

    @Test
    void report_isSkipped_whenItIsAboutThePlacementOfAnotherNode() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, first);
        Reply wanted = deploys.wanted(node);
        var intruder = TestNode.enrolled(server, "web2");

        Reply taken = deploys.report(
                intruder,
                List.of(deploys.step(wanted, "failed", "x")),
                List.of(deploys.state(wanted, "gaveUp", first, "x")));

        assertThat(taken.number("data")).isZero();
        assertThat(deploys.placed(placement).text("observed.state")).isEqualTo("unknown");
    }
}
