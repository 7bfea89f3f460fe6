package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deployment document's way of a zip, from the upload to the process. docs/seed.md names its statements. */
class SeedFlowTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;
    private static AgentProcess second;

    @BeforeAll
    static void startAgents() throws IOException {
        agent = WORLD.agent("flow-a");
        second = WORLD.agent("flow-b");
    }

    @Test
    void publish_reachesEveryNodeOfTheDeployment_andNamedOnesAlone() throws IOException {
        SeedApp here = SeedApp.on(WORLD, agent, "everywhere", Map.of(), Map.of());
        SeedApp there = SeedApp.place(WORLD, second, here.app(), "everywhere", Map.of());
        here.publish("1");
        assertThat(here.pid()).isNotEqualTo(there.pid());

        long two = here.release("2", "", Map.of("run.sh", SeedApp.program("2")));
        Doc some = WORLD.api()
                .post(
                        "/rollouts",
                        Map.of("deploymentId", here.app(), "releaseId", two, "nodeIds", List.of(nodeId(second))));
        assertThat(WORLD.deploys()
                        .ended(some.number("id"), Duration.ofSeconds(30))
                        .text("status"))
                .isEqualTo("done");

        assertThat(there.seen().text("observed.version")).isEqualTo("2");
        assertThat(here.seen().text("observed.version")).isEqualTo("1");
    }

    @Test
    void publish_isPushed_withEachStepTold_inItsOrder() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "stepwise", Map.of());
        app.publish("1");

        Doc rollout = app.publish("2");

        List<Doc> steps = WORLD.deploys().steps(app.app(), rollout.number("id"));
        assertThat(steps.stream().map(step -> step.text("step")))
                .containsSubsequence(
                        "queued", "pulled", "downloaded", "verified", "stopped", "unpacked", "started", "ready");
        assertThat(at(steps, "pulled") - at(steps, "queued"))
                .as("pushed, not polled")
                .isLessThan(1500);
        assertThat(at(steps, "verified"))
                .as("the old one runs on until then")
                .isLessThanOrEqualTo(at(steps, "stopped"));
    }

    @Test
    void publish_downloadsOnce_andSwitchesToAndFroBetweenVersions() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "switching", Map.of());
        long one = app.release("1", "", Map.of("run.sh", SeedApp.program("1")));
        long two = app.release("2", "", Map.of("run.sh", SeedApp.program("2")));
        WORLD.deploys().publishWell(app.app(), one);
        WORLD.deploys().publishWell(app.app(), two);

        Doc back = WORLD.deploys().publishWell(app.app(), one);
        Doc again = WORLD.deploys().rollBack(app.app());

        assertThat(again.number("releaseId")).isEqualTo(two);
        for (Doc rollout : List.of(back, again)) {
            assertThat(WORLD.deploys().steps(app.app(), rollout.number("id")).stream()
                            .filter(step -> step.text("step").equals("downloaded"))
                            .map(step -> step.text("detail")))
                    .containsExactly("was here already");
        }
        assertThat(app.output()).contains("version 1", "version 2");
        assertThat(WORLD.deploys().awaitState(app.placement(), "running").text("observed.version"))
                .isEqualTo("2");
    }

    @Test
    void rollBack_takesTwoSecondsAtMost_fromTheDecisionToTheOldProcess_with60Megabytes() throws IOException {
        Deploys deploys = WORLD.deploys();
        SeedApp app = SeedApp.on(WORLD, agent, "heavy", Map.of());
        Path one = Zips.heavy(WORLD.file("heavy-1.zip"), "1", 60 << 20);
        Path two = Zips.heavy(WORLD.file("heavy-2.zip"), "2", 60 << 20);
        deploys.publishWell(app.app(), deploys.release(app.app(), "1", one));
        deploys.publishWell(app.app(), deploys.release(app.app(), "2", two));
        long bad = app.pid();

        long from = System.nanoTime();
        long rollout = WORLD.api()
                .post("/deployments/" + app.app() + "/rollback", Map.of())
                .number("id");
        app.awaitOther(bad);
        Duration took = Duration.ofNanos(System.nanoTime() - from);

        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(deploys.ended(rollout, Duration.ofSeconds(20)).text("status"))
                .isEqualTo("done");
        assertThat(app.work().resolve("version.txt")).hasContent("1");
    }

    @Test
    void orders_stopStartRestartAndRemove_reachTheProcess() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "ordered", Map.of());
        app.publish("1");
        long first = app.pid();

        app.act("restart");
        long second = app.awaitOther(first);
        app.act("stop");
        app.awaitNone();
        app.act("start");
        assertThat(app.pid()).isNotIn(first, second);
        WORLD.api().delete("/placements/" + app.placement());

        app.awaitNone();
        Awaits.until(
                "nothing is left",
                Duration.ofSeconds(20),
                () -> !app.work().toFile().exists());
    }

    private static long nodeId(AgentProcess of) throws IOException {
        return WORLD.node(of.name()).number("id");
    }

    private static long at(List<Doc> steps, String name) {
        return steps.stream()
                .filter(step -> step.text("step").equals(name))
                .findFirst()
                .orElseThrow()
                .number("at");
    }
}
