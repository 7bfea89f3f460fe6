package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.OutputQuery;
import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What apps and machines do to a guard. Alone, as these are about how much of the machine is left. */
@Isolated
class FaultTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    @Test
    void storm_isOneRestartEachAndThenBackOff_whenFiftyAppsCrashAtOnce() throws Exception {
        int apps = 50;
        SupervisorSettings q = TestNode.QUICK;
        SupervisorSettings usual =
                with(q, new RestartLimits(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30), 20));
        try (TestNode node = new TestNode(data.toRealPath(), usual).start()) {
            Deploys[] all = new Deploys[apps + 1];
            for (int i = 0; i < apps; i++) {
                node.script("app" + i, "[ -e ../../crash ] && exit 1\n" + SLEEP);
                all[i] = Deploys.script(i + 1, "app" + i);
            }
            node.script("calm", SLEEP);
            all[apps] = Deploys.script(apps + 1, "calm");
            node.want(all);
            List<Long> pids = new ArrayList<>();
            for (int i = 0; i < apps; i++) pids.add(node.await(i + 1, "running").pid());
            long calm = node.await(apps + 1, "running").pid();
            Files.createFile(node.data.resolve("crash"));

            for (long pid : pids) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);

            // while they fall again and again, somebody else's crash is answered
            TestNode.kill(calm);
            long from = System.nanoTime();
            node.awaitOther(apps + 1, calm);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
            for (int i = 0; i < apps; i++) {
                PlacementReport waits = node.awaitReason(i + 1, "failed", "next start in");
                assertThat(waits.crashes()).isGreaterThanOrEqualTo(2);
            }
            Files.delete(node.data.resolve("crash"));
            long most = 0;
            for (int i = 0; i < apps; i++)
                most = Math.max(most, node.await(i + 1, "running").crashes());
            assertThat(most).isLessThan(9); // 0, 0.2, 0.4 … s: never more than a few starts each
        }
    }

    private static SupervisorSettings with(SupervisorSettings q, RestartLimits limits) {
        return new SupervisorSettings(
                q.startWait(),
                q.stopWait(),
                q.checkEvery(),
                q.logCheckEvery(),
                q.logPartBytes(),
                q.logKeep(),
                q.installs(),
                q.retryInstall(),
                limits,
                q.pidfd(),
                q.reloadWait(),
                q.startupWait(),
                q.outputSent());
    }

    @Test
    void clock_fooledNobody_whenItJumpsByADay() throws Exception {
        Jumping clock = new Jumping();
        try (TestNode node = new TestNode(data.toRealPath(), TestNode.QUICK, clock).start()) {
            node.script("demo", "sleep 0.05; exit 3");
            clock.by = Duration.ofDays(1);
            node.want(Deploys.script(1, "demo"));
            node.awaitEnd(1, "exited with code 3 after 0.");
            clock.by = Duration.ofDays(-1);

            // had the jumps counted as uptime, it would never be given up
            PlacementReport gaveUp = node.await(1, "gaveUp");
            assertThat(gaveUp.reason()).contains("after 0.").doesNotContain("after 8");
            assertThat(gaveUp.crashes()).isEqualTo(4);

            node.script("demo", SLEEP);
            node.want(Deploys.script(1, "demo").restarts(1));
            long pid = node.await(1, "running").pid();
            clock.by = Duration.ofDays(3);
            node.restartAgent();
            assertThat(node.await(1, "running").pid()).isEqualTo(pid);
            TestNode.kill(pid);
            assertThat(node.awaitOther(1, pid).reason()).doesNotContain("259");
        }
    }

    private static final class Jumping implements InstantSource {
        volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }
    }

    @Test
    void forkedAway_isFoundAndEnded_whenTheAppStopsOrCrashes() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            // a daemon as they are: a session of its own, its parent gone
            node.script("demo", "( setsid sleep 60061 & ) ; " + SLEEP);
            node.script("other", "( setsid sleep 60062 & ) ; " + SLEEP);
            node.want(Deploys.script(1, "demo"), Deploys.script(2, "other"));
            long pid = node.await(1, "running").pid();
            node.await(2, "running");
            ProcTable table = new ProcTable(Path.of("/proc"));
            List<Long> first = daemons(table, "60061");
            assertThat(first).hasSize(1);

            TestNode.kill(pid);
            node.awaitOther(1, pid);
            Awaits.until(() -> "the old daemon is gone", () -> !TestNode.runs(first.getFirst()));
            Awaits.until(
                    () -> "its successor has one", () -> daemons(table, "60061").size() == 1);

            node.want(Deploys.script(1, "demo").desired("stopped"), Deploys.script(2, "other"));
            node.await(1, "stopped");
            assertThat(daemons(table, "60061")).isEmpty();
            assertThat(daemons(table, "60062")).hasSize(1);
            node.want(
                    Deploys.script(1, "demo").desired("stopped"),
                    Deploys.script(2, "other").desired("stopped"));
            node.await(2, "stopped");
        }
    }

    private static List<Long> daemons(ProcTable table, String seconds) {
        return table.all().stream()
                .map(ProcTable.Entry::pid)
                .filter(pid -> table.commandLine(pid).equals(List.of("sleep", seconds)))
                .toList();
    }

    @Test
    void output_keepsDiskAndMemoryFlat_whenAnAppPrintsAHundredMegabytesASecond() throws Exception {
        SupervisorSettings q = TestNode.QUICK;
        SupervisorSettings settings = new SupervisorSettings(
                q.startWait(),
                q.stopWait(),
                q.checkEvery(),
                q.logCheckEvery(),
                4 << 20,
                2,
                q.installs(),
                q.retryInstall(),
                q.restart(),
                q.pidfd(),
                q.reloadWait(),
                q.startupWait(),
                q.outputSent());
        try (TestNode node = new TestNode(data.toRealPath(), settings).start()) {
            // 1 GB in pieces of 1 MB, a hundred of them a second
            node.script(
                    "demo",
                    "i=0; while [ $i -lt 1000 ]; do head -c 1m /dev/zero | tr '\\0' x; echo; i=$((i+1)); "
                            + "sleep 0.005; done; echo last words; " + SLEEP);
            node.want(Deploys.script(1, "demo"));
            node.await(1, "running");
            System.gc();
            long before = used();
            long mostOnDisk = 0;
            String text = "";
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!"last words\n".equals(text) && System.nanoTime() < deadline) {
                text = String.valueOf(
                        node.supervisor.output(new OutputQuery(1, null, 1)).text());
                mostOnDisk = Math.max(mostOnDisk, size(node.data.resolve("logs/demo")));
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }

            assertThat(text).isEqualTo("last words\n");
            assertThat(mostOnDisk).isLessThan(200L << 20);
            System.gc();
            assertThat(used() - before).isLessThan(16 << 20);
            assertThat(node.latest(1).state()).isEqualTo("running");
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long size(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum(); // 0 of what was rotated just now
        }
    }

    @Test
    void task_runsOnce_whateverRestartsAndTellsItsOutput() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("job", "echo begun >> ../../runs; echo working; sleep 1; echo result 42; exit 4");
            Deploys job = Deploys.script(1, "job").task();
            node.want(job);
            Awaits.until(() -> "begun", () -> Files.exists(node.data.resolve("runs")));

            node.restartAgent();
            node.want(job);
            node.restartAgent();

            PlacementReport done = node.await(1, "done");
            assertThat(done.output()).endsWith("working\nresult 42\n");
            node.restartAgent();
            node.want(job);
            assertThat(node.await(1, "done").output()).endsWith("result 42\n");
            assertThat(node.data.resolve("runs")).hasContent("begun\n");
        }
    }

    @Test
    void task_tellsCodeAndOutput_whenItEnds() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("job", "echo result 42; exit 4");
            node.want(Deploys.script(1, "job").task());

            PlacementReport done = node.await(1, "done");

            assertThat(done.exitCode()).isEqualTo(4);
            assertThat(done.output()).isEqualTo("result 42\n");
            assertThat(done.reason()).contains("exited with code 4");
        }
    }
}
