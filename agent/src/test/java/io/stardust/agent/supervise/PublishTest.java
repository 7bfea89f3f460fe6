package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {
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

    private static String version(int number) {
        return "echo version %d; exec sleep 60%d".formatted(number, number);
    }

    private Deploys release(int number) throws Exception {
        String url = "/v" + number;
        return Deploys.script(1, "demo").release(number, url, node.offer(url, version(number)));
    }

    @Test
    void desired_replacesTheReleaseAndRollsBack() throws Exception {
        node.want(release(1));
        long first = node.await(1, "running").pid();
        node.awaitSteps(1, "pulled", "downloaded", "verified", "unpacked", "started", "ready");
        node.steps.clear();

        node.want(release(2));
        long second = node.awaitOther(1, first).pid();
        node.awaitSteps(1, "pulled", "downloaded", "verified", "stopped", "unpacked", "started", "ready");
        PlacementReport running = node.await(1, "running");
        assertThat(running.releaseId()).isEqualTo(2);
        assertThat(running.version()).isEqualTo("v2");
        assertThat(running.crashes()).isZero();

        Deploys back = release(1);
        node.packages.clear(); // rolling back needs no network
        node.want(back);
        node.awaitOther(1, second);
        assertThat(node.await(1, "running").releaseId()).isEqualTo(1);
        assertThat(node.printed("demo")).isEqualTo("version 1\nversion 2\nversion 1\n");
    }

    @Test
    void desired_leavesTheOldVersionRunning_whenTheHashIsWrong() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();

        node.want(release(2).release(2, "/v2", "0".repeat(64)));

        Awaits.until(() -> "failed", () -> node.stepNames(1).contains("failed"));
        Awaits.until(() -> "reason", () -> node.latest(1).reason() != null);
        PlacementReport report = node.latest(1);
        assertThat(report.state()).isEqualTo("running");
        assertThat(report.pid()).isEqualTo(pid);
        assertThat(report.releaseId()).isEqualTo(1);
        assertThat(report.reason()).contains("the new release was not installed");
        assertThat(TestNode.runs(pid)).isTrue();

        node.want(release(1));
        Awaits.until(() -> "no reason", () -> node.latest(1).reason() == null);
        assertThat(node.latest(1).pid()).isEqualTo(pid);
    }

    @Test
    void desired_retriesTheDownload_whenThePackageIsNotThereYet() throws Exception {
        Deploys late = release(1);
        byte[] zip = node.packages.remove("/v1");
        node.want(late);
        node.await(1, "failed");

        node.packages.put("/v1", zip);

        node.await(1, "running");
    }

    @Test
    void exited_guardsTheOldVersion_whileTheNewOneIsRefused() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();
        node.want(release(2).release(2, "/v2", "0".repeat(64)));
        Awaits.until(() -> "failed", () -> node.stepNames(1).contains("failed"));

        TestNode.kill(pid);

        node.awaitOther(1, pid);
        PlacementReport again = node.await(1, "running");
        assertThat(again.releaseId()).isEqualTo(1);
        assertThat(again.reason()).contains("not installed");
    }

    @Test
    void start_runsTheOldReleaseFirst_whenTheNewOneCannotBeFetched() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();
        Deploys next = release(2);
        node.packages.clear();
        node.want(next);
        Awaits.until(() -> "failed", () -> node.stepNames(1).contains("failed"));
        node.supervisor.close();
        TestNode.kill(pid);

        node.restartAgent();

        PlacementReport running = node.await(1, "running");
        assertThat(running.releaseId()).isEqualTo(1);
        assertThat(running.pid()).isNotEqualTo(pid);
        node.offer("/v2", version(2));
        Awaits.until(
                () -> "release 2: " + node.supervisor.snapshot(),
                () -> node.latest(1).releaseId() == 2
                        && "running".equals(node.latest(1).state()));
    }

    @Test
    void desired_takesTheNewest_whenReleasesFollowEachOtherQuickly() throws Exception {
        for (int number = 1; number <= 5; number++) node.want(release(number));

        Awaits.until(
                () -> "release 5: " + node.supervisor.snapshot(),
                () -> node.latest(1).releaseId() == 5
                        && "running".equals(node.latest(1).state()));
        assertThat(node.printed("demo")).endsWith("version 5\n");
    }

    @Test
    void desired_startsNothing_whenAnotherProgramServesIt() throws Exception {
        node.want(release(1).hosted());

        PlacementReport hosted = node.await(1, "hosted");
        assertThat(hosted.pid()).isZero();
        assertThat(hosted.releaseId()).isEqualTo(1);
        assertThat(node.data.resolve("apps/demo/run.sh")).exists();
    }

    @Test
    void desired_stopsAndStartsOthers_whileDownloadsHang() throws Exception {
        int hanging = 12; // more than there are threads of any kind
        node.script("demo", "exec sleep 600");
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        Deploys[] all = new Deploys[hanging + 2];
        for (int i = 0; i < hanging; i++) {
            node.stuck.add("/stuck" + i);
            all[i] = Deploys.script(10 + i, "stuck" + i).release(1, "/stuck" + i, "ab".repeat(32));
        }
        node.script("other", "exec sleep 600");
        all[hanging] = Deploys.script(1, "demo").desired("stopped");
        all[hanging + 1] = Deploys.script(2, "other");

        node.want(all);

        node.await(1, "stopped");
        assertThat(TestNode.runs(pid)).isFalse();
        node.await(2, "running");
    }
}
