package io.stardust.server.rollout;

import static io.stardust.server.ServerUnderTest.await;
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

/** What the first page tells of rollouts that have not ended. */
class InProgressTest {
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

    private Reply overview() {
        return server.api("GET", "/overview", null);
    }

    private long publish(long deployment, Map<String, ?> how) {
        return deploys.publish(deployment, how).number("id");
    }

    @Test
    void rollout_isInProgress_whileItRuns_andWhileItWaitsForAPerson() {
        long deployment = deploys.deployment("hello");
        long release = deploys.release(deployment, "1.0");
        List<TestNode> nodes = List.of(TestNode.enrolled(server, "web1"), TestNode.enrolled(server, "web2"));
        for (TestNode node : nodes) deploys.placement(deployment, node);
        long rollout = publish(deployment, Map.of("releaseId", release, "canary", "1", "pauseAfterCanary", true));

        Reply runs = overview();
        assertThat(runs.text("inProgress.0.kind")).isEqualTo("rollout");
        assertThat(runs.number("inProgress.0.id")).isEqualTo(rollout);
        assertThat(runs.text("inProgress.0.name")).isEqualTo("hello");
        assertThat(runs.text("inProgress.0.state")).isEqualTo("running");
        assertThat(runs.number("inProgress.0.done")).isZero();
        assertThat(runs.number("inProgress.0.total")).isEqualTo(2);
        assertThat(runs.text("inProgress.0.link")).isEqualTo("/deployments/" + deployment + "/rollouts/" + rollout);

        deploys.converge(nodes.get(0));
        await(() -> "paused".equals(overview().text("inProgress.0.state")));
        assertThat(overview().number("inProgress.0.done")).isEqualTo(1);

        server.api("POST", "/rollouts/" + rollout + "/resume", Map.of());
        await(() -> "running".equals(overview().text("inProgress.0.state")));
        await(() -> deploys.states(rollout).equals("ready queued"));
        deploys.converge(nodes.get(1));
        await(() -> List.of().equals(overview().at("inProgress")));
    }

    @Test
    void rollout_isInProgress_beforeItsTime() {
        long deployment = deploys.deployment("later");
        long release = deploys.release(deployment, "1.0");
        deploys.placement(deployment, TestNode.enrolled(server, "web1"));

        publish(deployment, Map.of("releaseId", release, "startAt", server.clock.millis() + 3_600_000));

        assertThat(overview().text("inProgress.0.state")).isEqualTo("scheduled");
    }
}
