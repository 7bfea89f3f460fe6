package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.Services;
import io.stardust.agent.install.Mutations;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that cannot run, offered to a node whose old version does. */
class PackageFaultTest {
    private static final int PACKAGES = 60;

    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    private Deploys good() throws Exception {
        return Deploys.script(1, "demo").release(1, "/good", node.offer("/good", "exec sleep 6077"));
    }

    /** Returns its process once its last step was told. */
    private long runGood(long instead) throws Exception {
        node.steps.clear();
        node.want(good());
        Awaits.until(
                () -> "started: " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream().anyMatch(each -> each.pid() != 0 && each.pid() != instead));
        Awaits.until(() -> "ready: " + node.steps, () -> node.stepNames(1).contains("ready"));
        return node.await(1, "running").pid();
    }

    @Test
    void desired_neverStopsTheOldVersion_whateverTheRefusedPackage() throws Exception {
        long pid = runGood(0);
        int refused = 0;
        for (int seed = 0; refused < PACKAGES; seed++) {
            byte[] zip = Mutations.of(seed);
            node.packages.put("/bad", zip);
            node.steps.clear();
            int number = 2 + seed;

            node.want(Deploys.script(1, "demo").release(number, "/bad", Hashes.sha256Hex(zip)));
            Awaits.until(
                    () -> "seed %d judged: %s".formatted(number - 2, node.steps),
                    () -> node.stepNames(1).contains("failed")
                            || node.stepNames(1).contains("ready"));

            if (node.stepNames(1).contains("failed")) {
                refused++;
                assertThat(TestNode.runs(pid)).as("seed %s", seed).isTrue();
                assertThat(node.latest(1).pid()).as("seed %s", seed).isEqualTo(pid);
            } else { // this one is sound; back to the good one
                pid = runGood(node.latest(1).pid());
            }
        }
        assertThat(node.latest(1).crashes()).isZero();
        assertThat(Path.of("/tmp/stardust-out.txt")).doesNotExist();
    }

    @Test
    void desired_leavesTheOldVersionRunning_whenTheUserOfTheNewOneDoesNotExist() throws Exception {
        node.want(good());
        long pid = node.await(1, "running").pid();
        DeployInfo next = Deploys.script(1, "demo")
                .release(2, "/v2", node.offer("/v2", "exec sleep 6076"))
                .info(2);

        node.supervisor.desired(List.of(Services.user(next, "nobody-here")));

        PlacementReport report = node.awaitReason(1, "running", "user 'nobody-here' does not exist");
        assertThat(node.stepNames(1)).contains("failed"); // told before its reason is
        assertThat(report.pid()).isEqualTo(pid);
        assertThat(TestNode.runs(pid)).isTrue();
    }

    @Test
    void desired_runsAScript_thatThePackageForgotToMakeExecutable() throws Exception {
        Deploys demo = good();
        byte[] zip = node.packages.get("/good"); // written without any mode
        assertThat(zip).isNotNull();

        node.want(demo);

        node.await(1, "running");
        assertThat(Files.isExecutable(node.data.resolve("apps/demo/run.sh"))).isTrue();
    }

    @Test
    void start_takesNoProcessOnByItsLooks_whenSeveralOfAProgramAreMeant() throws Exception {
        node.script("demo", "while :; do sleep 1; done");
        DeployInfo old = Services.mode(Deploys.script(1, "demo").info(1), 4);
        node.supervisor.desired(List.of(old));
        long pid = node.await(1, "running").pid();
        node.supervisor.close();
        Files.delete(node.data.resolve("state/processes.json"));
        Files.deleteIfExists(node.data.resolve("state/processes.json.prev"));

        node.restartAgent();

        assertThat(node.await(1, "running").pid()).isNotEqualTo(pid);
        assertThat(node.latest(1).adopted()).isFalse();
        assertThat(TestNode.runs(pid)).isTrue();
    }
}
