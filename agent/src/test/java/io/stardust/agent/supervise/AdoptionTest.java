package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdoptionTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    @Test
    void start_adoptsAllAndRestartsNone_whenTheAgentWasAway() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            Deploys[] all = new Deploys[20];
            for (int i = 0; i < all.length; i++) {
                node.script("app" + i, SLEEP);
                all[i] = Deploys.script(i + 1, "app" + i);
            }
            node.want(all);
            List<Long> pids = new ArrayList<>();
            for (Deploys each : all) pids.add(node.await(each.id(), "running").pid());

            node.restartAgent();
            node.want(all);

            for (int i = 0; i < all.length; i++) {
                PlacementReport report = node.await(i + 1, "running");
                assertThat(report.pid()).isEqualTo(pids.get(i));
                assertThat(report.adopted()).isTrue();
            }
            assertThat(node.steps).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exited_startsAgain_whenAnAdoptedProcessIsKilled(boolean pidfd) throws Exception {
        SupervisorSettings q = TestNode.QUICK;
        SupervisorSettings settings = new SupervisorSettings(
                q.startWait(),
                q.stopWait(),
                java.time.Duration.ofHours(1), // only the watch can see it
                q.logCheckEvery(),
                q.logPartBytes(),
                q.logKeep(),
                q.installs(),
                q.retryInstall(),
                q.restart(),
                pidfd,
                q.reloadWait(),
                q.startupWait(),
                q.outputSent());
        try (TestNode node = new TestNode(data.toRealPath(), settings).start()) {
            node.script("demo", SLEEP);
            node.want(Deploys.script(1, "demo"));
            node.await(1, "running");
            node.restartAgent();
            long adopted = node.await(1, "running").pid();

            TestNode.kill(adopted);

            PlacementReport again = node.awaitOther(1, adopted);
            assertThat(again.adopted()).isFalse();
            assertThat(again.exitCode()).isNull();
            assertThat(again.crashes()).isEqualTo(1);
        }
    }

    @Test
    void start_adoptsByCommandLine_whenTheRecordIsLost() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", "while :; do sleep 1; done");
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();
            node.supervisor.close();
            Files.delete(node.data.resolve("state/processes.json"));
            Files.deleteIfExists(node.data.resolve("state/processes.json.prev"));

            node.restartAgent();

            assertThat(node.await(1, "running").pid()).isEqualTo(pid);
            assertThat(node.latest(1).adopted()).isTrue();
        }
    }

    @Test
    void start_doesNotAdopt_whenThePidIsAnotherProcess() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", SLEEP);
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();
            node.supervisor.close();
            Path file = node.data.resolve("state/processes.json");
            long self = ProcessHandle.current().pid();
            Files.writeString(file, Files.readString(file).replace("\"pid\":" + pid, "\"pid\":" + self));
            TestNode.kill(pid);

            node.restartAgent();

            assertThat(node.await(1, "running").pid()).isNotIn(pid, self);
        }
    }

    @Test
    void start_neitherAdoptsNorEndsIt_whenTheRecordIsOfAnotherLifeOfTheMachine() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            ProcTable table = new ProcTable(Path.of("/proc"));
            node.script("demo", SLEEP);
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();
            long ticks = table.find(pid).orElseThrow().startTicks();
            node.supervisor.close();
            TestNode.kill(pid);
            Path file = node.data.resolve("state/processes.json");
            long strangers = table.find(stranger.pid()).orElseThrow().startTicks();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("\"pid\":" + pid, "\"pid\":" + stranger.pid())
                            .replace("\"startTicks\":" + ticks, "\"startTicks\":" + strangers)
                            .replace(table.bootId(), "11111111-2222-3333-4444-555555555555"));

            node.restartAgent();

            assertThat(node.await(1, "running").pid()).isNotEqualTo(stranger.pid());
            assertThat(node.latest(1).adopted()).isFalse();
            node.want(Deploys.script(1, "demo").desired("stopped"));
            node.await(1, "stopped");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void start_replacesAnAdoptedProcess_whenSomethingElseIsWantedMeanwhile() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", SLEEP);
            node.want(Deploys.script(1, "demo"));
            node.await(1, "running");
            node.restartAgent();
            long pid = node.await(1, "running").pid();

            node.want(Deploys.script(1, "demo").restarts(1));

            assertThat(node.awaitOther(1, pid).adopted()).isFalse();
            assertThat(TestNode.runs(pid)).isFalse();
        }
    }

    @Test
    void start_startsFromSavedState_whenTheMachineWasRestarted() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", SLEEP);
            String hash = node.offer("/v1", SLEEP);
            node.want(Deploys.script(1, "demo"), Deploys.script(2, "zipped").release(7, "/v1", hash));
            long one = node.await(1, "running").pid();
            long two = node.await(2, "running").pid();
            node.supervisor.close();
            TestNode.kill(one);
            TestNode.kill(two);
            node.packages.clear();

            node.restartAgent();

            assertThat(node.await(1, "running").pid()).isNotEqualTo(one);
            assertThat(node.await(2, "running").releaseId()).isEqualTo(7);
        }
    }
}
