package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that nobody asked for: what is told of them, and what they leave behind. */
class EndsTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
    }

    /** Takes the place of the usual one. */
    private void startPatientNode() throws Exception {
        node.close();
        node = new TestNode(data.toRealPath(), TestNode.PATIENT).start();
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void exited_isAFailedStartWithItsLastLine_whateverTheCode(int code) throws Exception {
        startPatientNode();
        node.script("demo", "echo first; echo no configuration; exit " + code);

        node.want(Deploys.script(1, "demo"));

        node.awaitExit(1, "failed", code, "no configuration");
        assertThat(node.await(1, "gaveUp").reason()).contains(": no configuration; given up");
        assertThat(node.stepNames(1)).doesNotContain("ready");
    }

    @Test
    void exited_isToldByCodeAndParameters_whenAStartFails() throws Exception {
        startPatientNode();
        node.script("demo", "echo no configuration; exit 3");

        node.want(Deploys.script(1, "demo"));

        PlacementReport last = node.await(1, "gaveUp");
        List<ReasonPart> why = Objects.requireNonNull(last.why());
        assertThat(why).extracting(ReasonPart::code).containsExactly("given-up", "last-line", "exited");
        assertThat(why.get(1).data()).containsEntry("line", "no configuration");
        assertThat(why.get(2).data()).containsEntry("code", "3").containsKey("lived");
        assertThat(Reason.of(why)).hasToString(last.reason());
        assertThat(node.steps)
                .filteredOn(each -> "failed".equals(each.step()))
                .first()
                .satisfies(each -> assertThat(Reason.of(each.why())).hasToString(each.detail()));
    }

    @Test
    void exited_isACrashedStep_whenItWasUp() throws Exception {
        node.script(
                "demo", "echo at work; [ -e gone ] || { touch gone; sleep 1; echo out of luck; exit 7; }; " + SLEEP);

        node.want(Deploys.script(1, "demo"));

        node.awaitDetail(1, "crashed", "exited with code 7 after 1.");
        assertThat(node.steps.stream()
                        .filter(each -> "crashed".equals(each.step()))
                        .toList())
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).endsWith("s: out of luck"));
        node.await(1, "running");
        assertThat(node.stepNames(1)).doesNotContain("failed");
    }

    @Test
    void exited_saysThatItWentIntoTheBackground_whenItsParentExitsAtOnce() throws Exception {
        startPatientNode();
        node.script("demo", "setsid sleep 60071 & exit 0");

        node.want(Deploys.script(1, "demo"));

        node.awaitDetail(1, "failed", "exited with code 0 after 0.");
        assertThat(node.steps.stream()
                        .filter(each -> "failed".equals(each.step()))
                        .toList())
                .allSatisfy(
                        each -> assertThat(each.detail()).contains("expected: a program that stays in the foreground"));
        node.await(1, "gaveUp");
        Awaits.until(() -> "all ended", () -> daemons("60071").isEmpty());
    }

    @Test
    void stop_endsDaemonsOfEveryStart_whenTheirParentsAreLongGone() throws Exception {
        // forked after its parent's end, by a child that was asleep
        node.script("demo", "( sleep 0.6; setsid sleep 60072 & ) & " + SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        Awaits.until(() -> "daemon", () -> daemons("60072").size() == 1);
        node.supervisor.close();
        TestNode.kill(pid);
        assertThat(daemons("60072")).hasSize(1);

        node.restartAgent();
        node.want(Deploys.script(1, "demo").desired("stopped"));

        node.await(1, "stopped");
        assertThat(daemons("60072")).isEmpty();
        Awaits.until(
                () -> "said: " + node.steps,
                () -> node.steps.stream()
                        .anyMatch(step -> String.valueOf(step.detail()).contains("(sleep)")));
    }

    @Test
    void restart_doesNotTakeTheNewOneForALeftover_whenTheOldOneForkedAway() throws Exception {
        node.script("demo", "( setsid sleep 60073 & ) ; " + SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        Awaits.until(() -> "daemon", () -> daemons("60073").size() == 1);
        long first = daemons("60073").getFirst();

        node.want(Deploys.script(1, "demo").restarts(1));

        node.awaitOther(1, pid);
        node.await(1, "running");
        Awaits.until(() -> "one", () -> daemons("60073").size() == 1);
        assertThat(daemons("60073").getFirst()).isNotEqualTo(first);
        node.awaitDetail(1, "stopped", "a restart was asked for; ended process " + first + " (sleep)");
    }

    private static List<Long> daemons(String seconds) {
        ProcTable table = new ProcTable(Path.of("/proc"));
        return table.all().stream()
                .map(ProcTable.Entry::pid)
                .filter(pid -> table.commandLine(pid).equals(List.of("sleep", seconds)))
                .toList();
    }

    @Test
    void port_makesItReadyAtOnce_whenItListensItself() throws Exception {
        int port = Listens.freePort();
        node.script("demo", "exec " + Listens.line());

        node.want(Deploys.script(1, "demo").port(port));

        assertThat(node.await(1, "running").reason()).isNull();
        node.awaitSteps(1, "pulled", "started", "ready");
    }

    @Test
    void port_makesItReady_whenADaemonOfItListens() throws Exception {
        int port = Listens.freePort();
        node.script("demo", "( setsid " + Listens.line() + " & ) ; " + SLEEP);

        node.want(Deploys.script(1, "demo").port(port));

        node.await(1, "running");
    }

    @Test
    void port_failsTheStartAndNamesTheStranger_whenSomebodyElseListens() throws Exception {
        try (WebApp stranger = new WebApp(200)) {
            node.script("plain", SLEEP);
            node.script("probed", SLEEP);

            node.want(
                    Deploys.script(1, "plain").port(stranger.port()),
                    Deploys.script(2, "probed").port(stranger.port()).readiness("http", "/"));

            String words = "port %d is held by process %d"
                    .formatted(stranger.port(), ProcessHandle.current().pid());
            for (long id : List.of(1L, 2L)) {
                node.awaitDetail(id, "failed", words);
                assertThat(node.latest(id).state()).isEqualTo("starting");
                assertThat(node.latest(id).reason()).contains(words);
                assertThat(node.stepNames(id)).doesNotContain("ready");
            }
        }
    }

    @Test
    void port_keepsItStarting_whenNothingListens() throws Exception {
        int port = Listens.freePort();
        node.script("demo", SLEEP);

        node.want(Deploys.script(1, "demo").port(port));

        PlacementReport waits = node.awaitReason(1, "starting", "nothing of it listens at port " + port);
        assertThat(waits.pid()).isPositive();
    }

    @Test
    void liveness_doesNotEndASlowStarter_beforeItIsUp() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo").liveness("exec", "test -e alive").readiness("exec", "test -e ready"));
        long pid = node.awaitReason(1, "starting", "test -e ready").pid();

        Files.createFile(node.data.resolve("apps/demo/ready"));
        Files.createFile(node.data.resolve("apps/demo/alive"));

        assertThat(node.await(1, "running").pid()).isEqualTo(pid);
        Files.delete(node.data.resolve("apps/demo/alive"));
        assertThat(node.awaitOther(1, pid).pid()).isNotEqualTo(pid);
    }
}
