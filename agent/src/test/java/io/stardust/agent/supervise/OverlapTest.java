package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.PlacementReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publish that starts the new process beside the old one. */
class OverlapTest {
    /** Nothing that should come up fails because the machine is busy. */
    private static final SupervisorSettings LENIENT = startupWait(Duration.ofMinutes(1));

    private static final String NEVER_UP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;
    int first;
    int second;

    private static SupervisorSettings startupWait(Duration wait) {
        SupervisorSettings quick = TestNode.QUICK;
        return new SupervisorSettings(
                quick.startWait(),
                quick.stopWait(),
                quick.checkEvery(),
                quick.logCheckEvery(),
                quick.logPartBytes(),
                quick.logKeep(),
                quick.installs(),
                quick.retryInstall(),
                quick.restart(),
                quick.pidfd(),
                quick.reloadWait(),
                wait,
                quick.outputSent());
    }

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath(), LENIENT).start();
        first = Listens.freePort();
        second = Listens.freePort();
    }

    @AfterEach
    void endNode() {
        node.drained.countDown();
        node.close();
    }

    private Deploys release(int number, String body) throws Exception {
        String url = "/v" + number;
        return Deploys.script(1, "demo")
                .with("Mode", 11)
                .with("AllowMultiple", true)
                .with("OverlapPort", second)
                .port(first)
                .release(number, url, node.offer(url, "echo version %d\n%s".formatted(number, body)));
    }

    private Deploys release(int number) throws Exception {
        return release(number, "exec " + Listens.line());
    }

    private PlacementReport running(int number) throws Exception {
        Awaits.until(
                () -> "release %d runs: %s".formatted(number, node.supervisor.snapshot()),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(each -> each.releaseId() == number && "running".equals(each.state())));
        return node.latest(1);
    }

    private void awaitDrains(int count) throws Exception {
        Awaits.until(() -> "drains: " + node.drains, () -> node.drains.size() == count);
    }

    private static void awaitEnd(long pid) throws Exception {
        Awaits.until(() -> "the end of process " + pid, () -> !TestNode.runs(pid));
    }

    /** The process that was started last. */
    private long startedLast() {
        String detail = node.steps.stream()
                .filter(each -> "started".equals(each.step()))
                .map(each -> String.valueOf(each.detail()))
                .toList()
                .getLast();
        return Long.parseLong(detail.replace("process ", ""));
    }

    /** The process that never comes up, once it is what it will be: what becomes another program hides for a moment. */
    private long awaitBeside(long old) throws Exception {
        Awaits.until(
                () -> "started: " + node.steps,
                () -> startedLast() != old
                        && Files.readString(Path.of("/proc", Long.toString(startedLast()), "comm"))
                                .equals("sleep\n"));
        return startedLast();
    }

    private static String run(long pid) throws IOException {
        String variables = Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.UTF_8);
        return Stream.of(variables.split("\0"))
                .filter(each -> each.startsWith("STARDUST_RUN="))
                .map(each -> each.substring("STARDUST_RUN=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Those of the app, by the folder they run in. */
    private List<Long> processes() {
        ProcTable table = new ProcTable(Path.of("/proc"));
        return table.all().stream()
                .map(ProcTable.Entry::pid)
                .filter(pid -> table.directory(pid)
                        .filter(at -> at.startsWith(node.data))
                        .isPresent())
                .toList();
    }

    private List<String> shadows() throws IOException {
        try (Stream<Path> all = Files.list(node.data.resolve("shadow"))) {
            return all.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }

    @Test
    void publish_startsTheNewProcess_beforeTheOldOneIsStopped() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        node.drained = new CountDownLatch(1);
        node.want(release(2));
        awaitDrains(1);

        long next = running(2).pid();
        assertThat(processes()).containsExactlyInAnyOrder(old, next);
        assertThat(node.drains.getFirst().next()).isEqualTo(run(next));
        assertThat(node.ports).endsWith(second);
        String oldRun = run(old);
        node.drained.countDown();

        awaitEnd(old);
        node.awaitSteps(
                1,
                "pulled",
                "downloaded",
                "verified",
                "unpacked",
                "started",
                "ready",
                "pulled",
                "downloaded",
                "verified",
                "unpacked",
                "started",
                "ready",
                "draining",
                "stopped");
        assertThat(node.ends).containsExactly(oldRun);
        Awaits.until(() -> "one shadow", () -> shadows().size() == 1);
        assertThat(running(2).pid()).isEqualTo(next);
    }

    @Test
    void publish_goesBackToTheFirstPort_whenTheSecondIsTheOneThatIsUsed() throws Exception {
        node.want(release(1));
        running(1);
        node.want(release(2));
        running(2);
        awaitDrains(1);
        node.want(release(1));
        running(1);

        assertThat(List.of(node.ports.getFirst(), node.ports.getLast())).containsExactly(first, first);
        assertThat(node.ports).contains(second);
        awaitDrains(2);
        Awaits.until(() -> "one process: " + processes(), () -> processes().size() == 1);
    }

    @Test
    void crash_startsTheProcessAgainAtItsPort_whenThatIsTheSecond() throws Exception {
        node.want(release(1));
        running(1);
        node.want(release(2));
        long next = running(2).pid();
        awaitDrains(1);
        int before = node.ports.size();
        TestNode.kill(next);

        node.awaitOther(1, next);
        Awaits.until(() -> "ports: " + node.ports, () -> node.ports.size() > before);
        assertThat(node.ports).endsWith(second);
    }

    @Test
    void oldProcess_runsOn_whenTheNewOneEnds() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        List<String> shadows = shadows();
        node.want(release(2, "exit 3"));

        node.awaitDetail(1, "failed", "it was started beside the one that runs and stopped again: exited with code 3");

        PlacementReport told =
                node.awaitReason(1, "running", "the new release was not installed: it was started beside");
        assertThat(told.pid()).isEqualTo(old);
        assertThat(told.releaseId()).isEqualTo(1);
        assertThat(node.drains).isEmpty();
        assertThat(processes()).containsExactly(old);
        assertThat(shadows()).isEqualTo(shadows);
    }

    @Test
    void oldProcess_runsOn_whenTheNewOneIsNotReadyInTime() throws Exception {
        node.close();
        node = new TestNode(data.toRealPath().resolve("hasty"), startupWait(Duration.ofMillis(200))).start();
        node.want(release(1));
        long old = running(1).pid();
        node.want(release(2, NEVER_UP));

        node.awaitDetail(1, "failed", "it was started beside the one that runs and stopped again: not ready yet");

        assertThat(node.latest(1).pid()).isEqualTo(old);
        assertThat(processes()).containsExactly(old);
    }

    @Test
    void oldProcess_isStartedAgain_whenItDiesWhileTheNewOneIsNotReady() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        node.want(release(2, NEVER_UP));
        long next = awaitBeside(old);
        TestNode.kill(old);

        long again = node.awaitOther(1, old).pid();
        assertThat(node.await(1, "running").releaseId()).isEqualTo(1);
        assertThat(processes()).containsExactlyInAnyOrder(again, next);
    }

    @Test
    void agent_goesOnWithTheOldProcess_whenItWasKilledBeforeTheNewOneIsReady() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        node.want(release(2, NEVER_UP));
        long next = awaitBeside(old);
        node.restartAgent();

        awaitEnd(next);
        node.awaitDetail(1, "stopped", "ended process %d (".formatted(next));
        assertThat(TestNode.runs(old)).isTrue();
        node.want(release(1));
        Awaits.until(() -> "one process: " + processes(), () -> processes().equals(List.of(old)));
        assertThat(running(1).pid()).isEqualTo(old);
    }

    @Test
    void agent_goesOnWithTheNewProcess_whenItWasKilledBeforeTheOldOneIsStopped() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        node.drained = new CountDownLatch(1);
        node.want(release(2));
        awaitDrains(1);
        long next = running(2).pid();
        String oldRun = run(old);
        node.restartAgent();

        awaitEnd(old);
        Awaits.until(() -> "ends: " + node.ends, () -> node.ends.contains(oldRun));
        assertThat(running(2).pid()).isEqualTo(next);
        assertThat(processes()).containsExactly(next);
        assertThat(node.ports).endsWith(second);
    }

    @Test
    void stop_endsBoth_beforeTheNewOneIsReady() throws Exception {
        node.want(release(1));
        long old = running(1).pid();
        node.want(release(2, NEVER_UP));
        awaitBeside(old);
        node.want(release(2, NEVER_UP).desired("stopped"));

        node.await(1, "stopped");

        assertThat(processes()).isEmpty();
    }

    @Test
    void removal_endsBoth_whileTheOldOneIsDrained() throws Exception {
        node.want(release(1));
        running(1);
        node.drained = new CountDownLatch(1);
        node.want(release(2));
        awaitDrains(1);
        running(2);
        node.want(release(2).desired("removed"));
        Awaits.until(() -> "it hurries", () -> node.drains.getFirst().ended().getAsBoolean());
        node.drained.countDown();

        node.await(1, "removed");

        assertThat(processes()).isEmpty();
        assertThat(shadows()).isEmpty();
    }

    @Test
    void oldProcess_isStoppedFirst_whenItIsNotWell() throws Exception {
        node.want(release(1, NEVER_UP));
        long old = node.await(1, "starting").pid();
        node.want(release(2));

        running(2);

        assertThat(TestNode.runs(old)).isFalse();
        assertThat(node.ports).containsOnly(first);
    }
}
