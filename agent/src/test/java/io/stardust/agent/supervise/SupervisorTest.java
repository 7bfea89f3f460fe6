package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.OutputQuery;
import io.stardust.protocol.deploy.PlacementReport;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final String SLEEP = "exec sleep 600";

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

    @Test
    void desired_startsTheAppAndTellsEachStep() throws Exception {
        node.script("demo", "echo hello; " + SLEEP);

        node.want(Deploys.script(1, "demo"));

        PlacementReport running = node.await(1, "running");
        assertThat(running.pid()).isPositive();
        assertThat(TestNode.runs(running.pid())).isTrue();
        assertThat(running.revision()).isEqualTo(1);
        assertThat(running.reason()).isNull();
        node.awaitSteps(1, "pulled", "started", "ready");
        assertThat(node.supervisor.output(new OutputQuery(1, null, 5)).text()).isEqualTo("hello\n");
        assertThat(node.supervisor.revision()).isEqualTo(1);
    }

    @Test
    void desired_doesNothing_whenItIsTheSameAgain() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo"));

        Awaits.until(() -> "revision", () -> node.latest(1).revision() == 2);
        assertThat(node.latest(1).pid()).isEqualTo(pid);
        node.awaitSteps(1, "pulled", "started", "ready");
    }

    @Test
    void exited_startsAgainAtOnceAndCounts_whenTheProcessIsKilled() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        TestNode.kill(pid);

        PlacementReport again = node.awaitOther(1, pid);
        assertThat(again.crashes()).isEqualTo(1);
        assertThat(again.exitCode()).isEqualTo(137);
        assertThat(again.reason()).contains("signal 9");
        assertThat(node.await(1, "running").reason()).isNull();
    }

    @Test
    void exited_givesUpWithTheLastOutput_whenItFailsAgainAndAgain() throws Exception {
        node.close();
        node = new TestNode(data.toRealPath(), TestNode.PATIENT).start();
        node.script("demo", "echo no luck; exit 3");

        node.want(Deploys.script(1, "demo"));

        PlacementReport gaveUp = node.await(1, "gaveUp");
        assertThat(gaveUp.reason()).contains("exited with code 3").contains("given up after 4 failures");
        assertThat(gaveUp.output()).endsWith("no luck\n");
        assertThat(gaveUp.exitCode()).isEqualTo(3);
        assertThat(node.printed("demo")).isEqualTo("no luck\n".repeat(4));
        node.awaitSteps(1, "pulled", "started", "failed", "crashed", "crashed");
        node.awaitExit(1, "failed", 3, "no luck");

        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo").restarts(1));

        Awaits.until(
                () -> "another start, but it is " + node.latest(1),
                () -> "starting".equals(node.latest(1).state())
                        && TestNode.runs(node.latest(1).pid()));
    }

    @Test
    void desired_restarts_whenMoreRestartsAreAskedForOrSettingsChange() throws Exception {
        node.script("demo", "echo \"args $*\"; " + SLEEP);
        node.want(Deploys.script(1, "demo"));
        long first = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo").restarts(1));
        long second = node.awaitOther(1, first).pid();
        node.want(Deploys.script(1, "demo").restarts(1).arguments("a 'b c'"));
        long third = node.awaitOther(1, second).pid();

        assertThat(third).isNotIn(first, second);
        Awaits.until(() -> "arguments", () -> node.printed("demo").endsWith("args a b c\n"));
        assertThat(node.latest(1).crashes()).isZero();
        assertThat(TestNode.runs(first)).isFalse();
        assertThat(TestNode.runs(second)).isFalse();
    }

    @Test
    void desired_stopsAndStarts_whenThatIsWanted() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo").desired("stopped"));

        PlacementReport stopped = node.await(1, "stopped");
        assertThat(stopped.pid()).isZero();
        assertThat(stopped.exitCode()).isEqualTo(143);
        assertThat(TestNode.runs(pid)).isFalse();

        node.want(Deploys.script(1, "demo"));
        node.await(1, "running");
    }

    @Test
    void desired_removesTheFiles_whenRemovedAndForgetsWhenItIsNoLongerListed() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo").desired("removed"));

        node.await(1, "removed");
        assertThat(TestNode.runs(pid)).isFalse();
        assertThat(node.data.resolve("apps/demo")).doesNotExist();
        node.want();
        Awaits.until(() -> "forgotten", () -> node.supervisor.snapshot().isEmpty());
        assertThatThrownBy(() -> node.supervisor.output(new OutputQuery(1, null, 1)))
                .hasMessage("placement 1 is not on this node");
    }

    @Test
    void desired_keepsAnAppRunningAlsoOverARestart_whenItIsNotListedAnyMore() throws Exception {
        node.script("demo", SLEEP);
        node.script("other", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(2, "other"));
        node.await(2, "running");
        node.restartAgent();

        assertThat(node.await(1, "running").pid()).isEqualTo(pid);
    }

    @Test
    void desired_refusesWithWords_whenNamesClashOrAreNone() throws Exception {
        node.script("demo", SLEEP);

        node.want(Deploys.script(1, "demo"), Deploys.script(2, "demo"), Deploys.script(3, "../x"));

        node.await(1, "running");
        assertThat(node.await(2, "failed").reason()).contains("'demo' is placement 1's");
        assertThat(node.await(3, "failed").reason()).contains("'../x'");
    }

    @Test
    void desired_givesTheNameOn_whenTheOldPlacementWasRemoved() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo").desired("removed"), Deploys.script(2, "demo"));

        assertThat(node.await(2, "running").pid()).isEqualTo(pid);
        node.await(1, "removed");
    }

    @Test
    void start_failsWithClearWords_whenCommandOrUserDoNotExist() throws Exception {
        node.script("user", SLEEP);

        node.want(
                Deploys.script(1, "command").file("no-such-command"),
                Deploys.script(2, "user").user("nobody-here"));

        Awaits.until(
                () -> "reasons " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().size() == 2
                        && node.supervisor.snapshot().stream().allMatch(each -> each.reason() != null));
        assertThat(node.latest(1).reason()).contains("no-such-command");
        assertThat(node.latest(2).reason()).contains("user 'nobody-here' does not exist");
        assertThat(node.latest(1).state()).isIn("failed", "gaveUp");
    }

    @Test
    void start_saysWhoHasThePort_whenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            node.script("demo", "echo cannot bind; exit 1");

            node.want(Deploys.script(1, "demo").port(taken.getLocalPort()));

            assertThat(node.await(1, "gaveUp").reason())
                    .contains("port %d is taken by process %d"
                            .formatted(
                                    taken.getLocalPort(),
                                    ProcessHandle.current().pid()));
        }
    }

    @Test
    void start_runsAsTheUserWithoutOurSecrets_whenOneIsNamed() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
        Files.setPosixFilePermissions(node.data, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        node.script("demo", "id -un; id -gn; env; touch made; " + SLEEP);

        node.want(Deploys.script(1, "demo").user("nobody").port(8123));

        Awaits.until(() -> "made", () -> Files.exists(node.data.resolve("apps/demo/made")));
        assertThat(node.printed("demo"))
                .startsWith("nobody\nnogroup\n")
                .contains("PORT=8123")
                .doesNotContain("STARDUST_TOKEN");
        assertThat(Files.getOwner(node.data.resolve("apps/demo/made")).getName())
                .isEqualTo("nobody");
    }

    @Test
    void stop_killsAll_whenTheProcessIgnoresTheRequest() throws Exception {
        node.script("demo", "trap '' TERM; sleep 600 & sleep 601 & echo up; while :; do wait; done");
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        ProcTable table = new ProcTable(Path.of("/proc"));
        assertThat(table.all()).filteredOn(each -> each.session() == pid).hasSize(3);

        node.want(Deploys.script(1, "demo").desired("stopped"));

        node.await(1, "stopped");
        assertThat(table.all()).noneMatch(each -> each.session() == pid);
        Awaits.until(
                () -> "killed: " + node.steps,
                () -> node.steps.stream()
                        .anyMatch(each -> String.valueOf(each.detail()).contains("not end in time")));
    }

    @Test
    void exited_killsWhatIsLeft_whenTheAppForkedAway() throws Exception {
        node.script("demo", "sleep 600 & exec sleep 601");
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        ProcTable table = new ProcTable(Path.of("/proc"));
        assertThat(table.all()).filteredOn(each -> each.session() == pid).hasSize(2);

        TestNode.kill(pid);

        node.awaitOther(1, pid);
        Awaits.until(() -> "swept", () -> table.all().stream().noneMatch(each -> each.session() == pid));
    }

    @Test
    void check_startsAnew_whenTheAppHoldsTooMuchMemory() throws Exception {
        node.script("demo", SLEEP);
        node.script("hungry", "{ head -c 60m /dev/zero; sleep 600; } | tail"); // tail holds an unfinished line

        node.want(Deploys.script(1, "demo"), Deploys.script(2, "hungry").maxMemory(30));

        Awaits.until(
                () -> "a stop for memory: " + node.steps,
                () -> node.steps.stream()
                        .anyMatch(step -> step.placementId() == 2
                                && "stopped".equals(step.step())
                                && String.valueOf(step.detail()).contains("limit 30 MB")));
        assertThat(node.await(1, "running").crashes()).isZero();
        assertThat(node.latest(2).crashes()).isZero();
    }

    @Test
    void task_runsOnceAndIsDone_alsoOverAnAgentRestart() throws Exception {
        node.script("job", "echo ran; exit 5");
        node.want(Deploys.script(1, "job").task());

        PlacementReport done = node.await(1, "done");
        assertThat(done.exitCode()).isEqualTo(5);
        node.restartAgent();
        node.want(Deploys.script(1, "job").task());
        assertThat(node.await(1, "done").exitCode()).isEqualTo(5);
        assertThat(node.printed("job")).isEqualTo("ran\n");

        node.want(Deploys.script(1, "job").task().restarts(1));
        Awaits.until(() -> "second run", () -> node.printed("job").equals("ran\nran\n"));
    }

    @Test
    void stopAll_endsOnlyWhatEndsWithTheAgent() throws Exception {
        node.script("stays", SLEEP);
        node.script("goes", SLEEP);
        node.want(Deploys.script(1, "stays"), Deploys.script(2, "goes").stopsWithAgent());
        long stays = node.await(1, "running").pid();
        long goes = node.await(2, "running").pid();

        node.supervisor.stopAll();

        assertThat(TestNode.runs(goes)).isFalse();
        node.restartAgent();
        assertThat(node.await(1, "running").pid()).isEqualTo(stays);
        assertThat(node.await(2, "running").pid()).isNotEqualTo(goes);
    }

    @Test
    void output_beginsWithALineOfItsOwn_whenTheProcessBeforeLeftOneUnfinished() throws Exception {
        node.script("demo", "test -f begun && echo again && " + SLEEP + "\ntouch begun; printf 'no licence'; exit 1");
        node.want(Deploys.script(1, "demo"));

        node.await(1, "running");
        Awaits.until(() -> "the second start", () -> printed().contains("again"));
        assertThat(printed()).isEqualTo("no licence\nagain\n");
    }

    private String printed() throws Exception {
        return String.valueOf(
                node.supervisor.output(new OutputQuery(1, null, 10)).text());
    }

    @Test
    void output_staysBounded_whenTheAppPrintsWithoutEnd() throws Exception {
        node.script("demo", "yes 0123456789abcdef | head -c 60m; echo; echo last words; " + SLEEP);
        node.want(Deploys.script(1, "demo"));
        node.await(1, "running");
        Path log = node.data.resolve("logs/demo/out.log");

        Awaits.until(() -> "last words", () -> {
            String text = node.supervisor.output(new OutputQuery(1, null, 1)).text();
            return "last words\n".equals(text);
        });

        Awaits.until(() -> "rotation", () -> Files.size(log) < node.settings.logPartBytes());
        assertThat(Files.size(log.resolveSibling("out.log.1"))).isLessThanOrEqualTo(2 * node.settings.logPartBytes());
        assertThat(log.resolveSibling("out.log.3")).doesNotExist();
        assertThat(node.latest(1).state()).isIn("starting", "running");
    }
}
