package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.protocol.deploy.PlacementReport;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be started ends nothing that runs. */
class JudgeTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
        node.script("demo", SLEEP);
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UserName | nosuch | user 'nosuch' does not exist",
                "FileName | nosuch.sh | command not found",
                "FileName | /no/such | command not found",
                "Arguments | a \"b | arguments",
                "Environments | novalue | environment",
                "WorkingDirectory | /etc/demo | is the system's",
                "WorkingDirectory | ../apps/other | is that of 'other'",
            })
    void desired_leavesTheProcessAndSaysWhy_whenItsNewSettingsCannotBeStarted(String field, String value, String why)
            throws Exception {
        String hash = node.offer("/other", SLEEP);
        Deploys other = Deploys.script(2, "other").release(5, "/other", hash);
        node.want(Deploys.script(1, "demo"), other);
        long pid = node.await(1, "running").pid();
        node.await(2, "running");

        node.want(Deploys.script(1, "demo").with(field, value), other);

        PlacementReport kept = node.awaitReason(1, "running", "new settings not applied: ");
        assertThat(kept.reason()).contains(why);
        assertThat(kept.pid()).isEqualTo(pid);
        assertThat(TestNode.runs(pid)).isTrue();
        node.awaitSteps(1, "pulled", "started", "ready", "pulled", "failed");

        node.want(Deploys.script(1, "demo").arguments("better"), other);
        assertThat(node.awaitOther(1, pid).reason()).doesNotContain("not applied");
    }

    @Test
    void desired_leavesTheProcess_whenItsNewPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();

            node.want(Deploys.script(1, "demo").port(taken.getLocalPort()));

            assertThat(node.awaitReason(1, "running", "not applied").reason()).contains("is taken by process");
            assertThat(TestNode.runs(pid)).isTrue();
        }
    }

    @Test
    void restart_leavesTheProcess_whenItsProgramIsGone() throws Exception {
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        Files.delete(node.data.resolve("apps/demo/run.sh"));

        node.want(Deploys.script(1, "demo").restarts(1));

        node.awaitReason(1, "running", "new settings not applied: command not found");
        assertThat(TestNode.runs(pid)).isTrue();
    }

    @Test
    void desired_leavesTheProcess_whenTheNewReleaseCouldNotBeStarted() throws Exception {
        String hash = node.offer("/v1", SLEEP);
        node.want(Deploys.script(1, "zipped").release(1, "/v1", hash));
        long pid = node.await(1, "running").pid();
        String other = node.offer("/v2", SLEEP + " # 2");

        node.want(Deploys.script(1, "zipped").release(2, "/v2", other).user("nosuch"));

        assertThat(node.awaitReason(1, "running", "not installed").reason()).contains("'nosuch' does not exist");
        assertThat(node.latest(1).pid()).isEqualTo(pid);
        assertThat(node.latest(1).releaseId()).isEqualTo(1);
    }

    @Test
    void desired_startsTheOldOneAndTellsNoStartOfTheNew_whenTheSwapFails() throws Exception {
        String hash = node.offer("/v1", SLEEP);
        node.want(Deploys.script(1, "zipped").release(1, "/v1", hash));
        long pid = node.await(1, "running").pid();
        String other = node.offer("/v2", SLEEP + " # 2");
        Path program = node.data.resolve("apps/zipped/run.sh");
        assumeTrue(run("mount", "--bind", program, program), "mounts cannot be made here");
        PlacementReport old;
        try {
            node.want(Deploys.script(1, "zipped").release(2, "/v2", other));

            old = node.awaitReason(1, "running", "the new release was not installed: ");
        } finally {
            run("umount", "-l", program);
        }
        assertThat(old.pid()).isNotEqualTo(pid);
        assertThat(old.releaseId()).isEqualTo(1);
        assertThat(old.revision()).isEqualTo(1);
        assertThat(node.steps.stream().filter(step -> step.releaseId() == 2).map(step -> step.step()))
                .contains("failed")
                .doesNotContain("started", "ready");
    }

    private static boolean run(Object... words) throws Exception {
        List<String> command = Stream.of(words).map(String::valueOf).toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void local_isTakenOver_whenThePlatformWantsTheSame() throws Exception {
        node.want(Deploys.script(-3, "demo"));
        long pid = node.await(-3, "running").pid();

        node.want(Deploys.script(7, "demo")
                .with("Priority", 0)
                .with("AutoStop", false)
                .entry("Restarts", 0));

        Awaits.until(
                () -> "taken over: " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(each -> each.id() == 7 && "running".equals(each.state()) && each.revision() == 2));
        assertThat(node.latest(7).pid()).isEqualTo(pid);
    }

    @Test
    void local_isTakenOver_whenThePlatformSaysTheSameStartInOtherWords() throws Exception {
        node.want(Deploys.script(-3, "demo"));
        long pid = node.await(-3, "running").pid();

        node.want(Deploys.script(7, "demo")
                .file(node.data.resolve("apps/demo/run.sh").toString()));

        Awaits.until(
                () -> "taken over: " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(each -> each.id() == 7 && "running".equals(each.state()) && each.revision() == 2));
        assertThat(node.latest(7).pid()).isEqualTo(pid);
        node.restartAgent();
        assertThat(node.await(7, "running").pid()).isEqualTo(pid);
    }
}
