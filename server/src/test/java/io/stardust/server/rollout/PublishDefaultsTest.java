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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publish does when nobody says how, and what its placements say of themselves. */
class PublishDefaultsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private final List<TestNode> nodes = new ArrayList<>();
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
        for (int i = 0; i < 4; i++) {
            nodes.add(TestNode.enrolled(server, "web" + i));
            deploys.placement(deployment, nodes.get(i));
        }
        deploys.publish(deployment, first);
        for (TestNode node : nodes) deploys.converge(node);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void fail(TestNode node, String why) {
        Reply wanted = deploys.wanted(node);
        deploys.report(node, List.of(deploys.step(wanted, "failed", why)), List.of());
    }

    private Reply page(long rollout, String query) {
        return server.api("GET", "/rollouts/" + rollout + "/placements?" + query, null);
    }

    @Test
    void publish_takesOneFirst_andGoesOnByItself() {
        Reply begun = deploys.publish(deployment, Map.of("releaseId", second));
        long rollout = begun.number("id");
        assertThat(begun.text("canary")).isEqualTo("1");
        assertThat(deploys.states(rollout)).isEqualTo("queued planned planned planned");

        deploys.converge(nodes.get(0));

        await(() -> deploys.states(rollout).equals("ready queued queued queued"));
    }

    @Test
    void publish_takesAll_whenThatIsSaid_orWhenThereIsOne() {
        Reply all = deploys.publish(deployment, Map.of("releaseId", second, "batch", "100%"));
        Reply one = deploys.publish(
                deployment,
                Map.of("releaseId", second, "nodeIds", List.of(nodes.get(1).id())));

        assertThat(all.number("counts.queued")).isEqualTo(4);
        assertThat(one.number("batches")).isEqualTo(1);
        assertThat(one.at("canary")).isNull();
    }

    @Test
    void publish_doesNotTakeTheNewest_whenThatHasJustFailed() {
        long failed = deploys.publish(deployment, Map.of("releaseId", second)).number("id");
        fail(nodes.get(0), "exited with code 3");
        await(() -> deploys.rollout(failed).text("status").equals("failed"));

        Reply unnamed = deploys.publish(deployment, Map.of());
        await(() -> server.api("GET", "/deployments/" + deployment + "/releases", null)
                        .at("items.0.failedIn")
                != null);
        Reply list = server.api("GET", "/deployments/" + deployment + "/releases", null);
        Reply plan = server.api("POST", "/rollouts/plan", Map.of("deploymentId", deployment, "releaseId", second));
        Reply named = deploys.publish(deployment, Map.of("releaseId", second));

        assertThat(unnamed.status()).isEqualTo(409);
        assertThat(unnamed.text("detail"))
                .contains("release 2.0")
                .contains("(" + failed + ") failed: web0: exited with code 3")
                .contains("name it");
        assertThat(list.number("items.0.failedIn")).isEqualTo(failed);
        assertThat(list.at("items.1.failedIn")).isNull();
        assertThat(String.valueOf(plan.at("warnings"))).contains("the last rollout of release 2.0 (" + failed);
        assertThat(named.status()).isEqualTo(202);
    }

    @Test
    void publish_hasTheAgentsLook_andSaysWhereThereWasNothingToDo_whenTheReleaseRuns() {
        long revision = deploys.wanted(nodes.get(0)).number("data.0.Revision");

        long same = deploys.publish(deployment, first).number("id");
        long asked = deploys.wanted(nodes.get(0)).number("data.0.Revision");
        for (TestNode node : nodes.subList(0, 3)) deploys.converge(node);
        Reply wanted = deploys.wanted(nodes.get(3));
        deploys.report(
                nodes.get(3),
                List.of(
                        deploys.step(wanted, "unpacked", "repaired: run.sh missing"),
                        deploys.step(wanted, "ready", null)),
                List.of(deploys.state(wanted, "running", first, null)));
        await(() -> deploys.rollout(same).text("status").equals("done"));

        assertThat(asked).isGreaterThan(revision);
        Reply done = deploys.rollout(same);
        assertThat(done.number("counts.ready")).isEqualTo(4);
        assertThat(done.number("counts.unchanged")).isEqualTo(3);
        assertThat(done.text("placements.0.reason")).isEqualTo("already at 1.0, nothing to do");
        assertThat(done.at("placements.3.reason")).isNull();
    }

    @Test
    void publish_saysAtOnce_whichNodesAreNotConnected_andTakesThemLast() {
        server.clock.advance(Duration.ofHours(1));
        deploys.awaitAway(nodes.get(0));
        for (TestNode node : nodes.subList(1, 4)) node.login(null);

        Reply begun = deploys.publish(deployment, Map.of("releaseId", second, "batch", "3", "healthSeconds", 30));
        long rollout = begun.number("id");
        for (TestNode node : nodes.subList(1, 4)) deploys.converge(node);
        await(() -> deploys.states(rollout).equals("queued ready ready ready"));
        String waits = String.valueOf(deploys.parts(rollout).firstEntry().getValue());
        server.clock.advance(Duration.ofSeconds(31));
        await(() -> deploys.rollout(rollout).text("status").equals("failed"));

        String away = "node web0 is not connected; it will be updated when it returns";
        assertThat(String.valueOf(begun.at("warnings"))).contains(away);
        assertThat(waits).contains(away).contains("connected=false");
        assertThat(deploys.rollout(rollout).text("placements.0.reason")).isEqualTo("not ready within 30 s: " + away);
    }

    @Test
    void timeOut_saysWhatTheAgentSaidLast() {
        long rollout = deploys.publish(deployment, Map.of("releaseId", second, "healthSeconds", 30))
                .number("id");
        Reply wanted = deploys.wanted(nodes.get(0));
        deploys.report(
                nodes.get(0),
                List.of(deploys.step(wanted, "started", null)),
                List.of(deploys.state(wanted, "starting", second, "/health answered 500")));

        server.clock.advance(Duration.ofSeconds(31));

        await(() -> deploys.rollout(rollout).text("status").equals("failed"));
        assertThat(deploys.rollout(rollout).text("placements.0.reason"))
                .isEqualTo("not ready within 30 s: /health answered 500");
    }

    @Test
    void failure_stays_whenANewerRolloutComesAfterIt() {
        long failed = deploys.publish(deployment, Map.of("releaseId", second)).number("id");
        fail(nodes.get(0), "exited with code 3");
        await(() -> deploys.rollout(failed).text("status").equals("failed"));

        deploys.publish(deployment, first);
        for (TestNode node : nodes) deploys.converge(node);

        Reply then = deploys.rollout(failed);
        assertThat(then.text("status")).isEqualTo("failed");
        assertThat(then.number("counts.failed")).isEqualTo(1);
        assertThat(then.text("placements.0.reason")).isEqualTo("exited with code 3");
        assertThat(String.valueOf(server.api("GET", "/overview", null).body())).doesNotContain("rollout-failed");
    }

    @Test
    void placements_arePaged_failuresFirst_withStepsOnDemand() {
        long rollout = deploys.publish(deployment, second).number("id");
        deploys.converge(nodes.get(0));
        fail(nodes.get(2), "no start");

        Reply one = page(rollout, "limit=2");
        Reply two = page(rollout, "limit=2&steps=true&cursor=" + one.number("next"));
        Reply failed = page(rollout, "state=failed");
        Reply summary = server.api("GET", "/rollouts/" + rollout, null);

        assertThat(one.text("items.0.nodeName")).isEqualTo("web2");
        assertThat(one.text("items.0.state")).isEqualTo("failed");
        assertThat(one.at("items.0.steps")).isEqualTo(List.of());
        assertThat(one.text("items.1.state")).isEqualTo("queued");
        assertThat(two.text("items.1.nodeName")).isEqualTo("web0");
        assertThat(two.text("items.1.state")).isEqualTo("ready");
        assertThat(two.at("items.1.steps.0")).isNotNull();
        assertThat(two.at("next")).isNull();
        assertThat(failed.at("items.1")).isNull();
        assertThat(summary.number("counts.ready")).isEqualTo(1);
        assertThat(summary.at("placements.0.steps")).isEqualTo(List.of());
        assertThat(page(rollout, "state=nonsense").status()).isEqualTo(400);
        assertThat(page(999, "").status()).isEqualTo(404);
    }
}
