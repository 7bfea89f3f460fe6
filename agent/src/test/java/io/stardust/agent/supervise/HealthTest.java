package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes decide what is told of an app, and whether it goes on. */
class HealthTest {
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

    @Test
    void readiness_letsTheAppCountAsUp_notBeforeItsFirstYes() throws Exception {
        try (WebApp app = new WebApp(503)) {
            node.want(Deploys.script(1, "demo").readiness("http", app.url("/ready")));

            PlacementReport waits = node.awaitReason(1, "starting", "answered 503");
            assertThat(waits.reason())
                    .isEqualTo("not ready yet: http://127.0.0.1:%d/ready answered 503, 2 times".formatted(app.port()));
            assertThat(waits.pid()).isPositive();
            node.awaitSteps(1, "pulled", "started");

            app.answers(200);
            assertThat(node.await(1, "running").reason()).isNull();
            node.awaitSteps(1, "pulled", "started", "ready");
        }
    }

    @Test
    void readiness_tellsUnhealthyAndBack_withoutRestarting() throws Exception {
        try (WebApp app = new WebApp(200)) {
            node.want(Deploys.script(1, "demo").readiness("http", app.url("/")));
            long pid = node.await(1, "running").pid();

            app.answers(500);
            PlacementReport ill = node.await(1, "unhealthy");
            assertThat(ill.reason()).contains("answered 500, 2 times");
            assertThat(ill.pid()).isEqualTo(pid);

            app.answers(204);
            PlacementReport well = node.await(1, "running");
            assertThat(well.reason()).isNull();
            assertThat(well.pid()).isEqualTo(pid);
            assertThat(well.crashes()).isZero();
        }
    }

    @Test
    void healthCheck_standsForReadiness_andWhatCannotBeAskedForNothing() throws Exception {
        node.script("other", SLEEP);
        try (WebApp app = new WebApp(404)) {
            node.want(
                    Deploys.script(1, "demo").with("HealthCheck", "http://127.0.0.1:" + app.port() + "/"),
                    Deploys.script(2, "other").with("HealthCheck", "udp://127.0.0.1:53"));

            node.await(2, "running");
            node.awaitReason(1, "starting", "answered 404");
            app.answers(200);
            node.await(1, "running");
        }
    }

    @Test
    void readiness_saysWhatIsWrong_whenTheProbeCannotBeAsked() throws Exception {
        node.want(Deploys.script(1, "demo").readiness("http", "/ready"));

        assertThat(node.awaitReason(1, "starting", "readiness").reason()).contains("the app has no port");
    }

    @Test
    void liveness_startsAnewAndKeepsTheReason_whenItFails() throws Exception {
        try (WebApp app = new WebApp(200)) {
            node.want(Deploys.script(1, "demo").liveness("http", app.url("/alive")));
            long pid = node.await(1, "running").pid();

            app.answers(500);
            node.awaitOther(1, pid);
            app.answers(200);

            PlacementReport again = node.await(1, "running");
            assertThat(again.reason())
                    .startsWith("liveness: http://127.0.0.1:%d/alive answered 500, 2 times".formatted(app.port()));
            assertThat(again.crashes()).isZero();
            assertThat(TestNode.runs(pid)).isFalse();
            assertThat(node.steps)
                    .anyMatch(step -> "stopped".equals(step.step())
                            && String.valueOf(step.detail()).startsWith("liveness: "));
        }
    }

    @Test
    void liveness_backsOffAndGivesUp_whenItNeverHolds() throws Exception {
        node.want(Deploys.script(1, "demo").liveness("exec", "false"));

        PlacementReport gaveUp = node.await(1, "gaveUp");
        assertThat(gaveUp.reason())
                .contains("liveness: false exited with code 1")
                .contains("given up after 4");
        assertThat(gaveUp.pid()).isZero();
    }

    @Test
    void exec_runsAsTheAppDoes() throws Exception {
        Path check = node.data.resolve("apps/demo/check.sh");
        Files.writeString(
                check, "#!/bin/sh\n[ \"$WORD\" = \"$1\" ] && [ -e run.sh ] || { echo \"got $WORD\"; exit 1; }\n");
        assertThat(check.toFile().setExecutable(true)).isTrue();

        node.want(Deploys.script(1, "demo")
                .with("Environments", "WORD=one two")
                .readiness("exec", "./check.sh 'one two'"));
        node.await(1, "running");

        node.want(Deploys.script(1, "demo").with("Environments", "WORD=one two").readiness("exec", "check.sh three"));
        assertThat(node.await(1, "unhealthy").reason()).contains("exited with code 1 (got one two)");
    }

    @Test
    void exec_isKilledWithAllItStarted_whenItHangs() throws Exception {
        Path check = node.data.resolve("apps/demo/hang.sh");
        Files.writeString(check, "#!/bin/sh\nsleep 7771 &\nsleep 7771\n");
        assertThat(check.toFile().setExecutable(true)).isTrue();

        node.want(Deploys.script(1, "demo").readiness("exec", "./hang.sh"));

        node.awaitReason(1, "starting", "no answer in 300 ms");
        node.want(Deploys.script(1, "demo"));
        node.await(1, "running");
        ProcTable table = new ProcTable(Path.of("/proc"));
        Awaits.until(
                () -> "all killed",
                () -> table.all().stream()
                        .noneMatch(each -> table.commandLine(each.pid()).contains("7771")));
    }

    @Test
    void adopted_isAskedToo() throws Exception {
        try (WebApp app = new WebApp(200)) {
            Deploys both =
                    Deploys.script(1, "demo").readiness("http", app.url("/")).liveness("exec", "test ! -e dead");
            node.want(both);
            long pid = node.await(1, "running").pid();

            node.restartAgent();
            PlacementReport adopted = node.latest(1);
            assertThat(adopted.state()).isEqualTo("running");
            assertThat(adopted.adopted()).isTrue();
            app.answers(500);
            assertThat(node.await(1, "unhealthy").pid()).isEqualTo(pid);
            app.answers(200);
            node.await(1, "running");

            Files.createFile(node.data.resolve("apps/demo/dead"));
            node.awaitOther(1, pid);
            Files.delete(node.data.resolve("apps/demo/dead"));
            assertThat(node.await(1, "running").reason()).startsWith("liveness: test ! -e dead ");
        }
    }

    @Test
    void adopted_waitsForItsFirstYes_whenTheAgentDiedBefore() throws Exception {
        try (WebApp app = new WebApp(503)) {
            node.want(Deploys.script(1, "demo").readiness("http", app.url("/")));
            long pid = node.awaitReason(1, "starting", "answered 503").pid();

            node.restartAgent();
            assertThat(node.awaitReason(1, "starting", "answered 503").pid()).isEqualTo(pid);
            app.answers(200);

            assertThat(node.await(1, "running").pid()).isEqualTo(pid);
            node.awaitSteps(1, "ready");
        }
    }

    @Test
    void hosted_isServed_notBeforeItsContentIs() throws Exception {
        try (WebApp host = new WebApp(200)) {
            host.answers(200, "the old site");
            String hash = node.offer("/v1", "echo");
            String address = "http://127.0.0.1:" + host.port() + "/";

            node.want(Deploys.script(1, "demo").hosted().release(3, "/v1", hash).readiness("http", address, "v3"));
            assertThat(node.await(1, "failed").reason()).contains("answered 200 without 'v3'");
            assertThat(node.latest(1).revision()).isEqualTo(1);
            assertThat(node.latest(1).releaseId()).isEqualTo(3);

            host.answers(200, "this is v3");
            assertThat(node.await(1, "hosted").reason()).isNull();
            Awaits.until(() -> "steps", () -> node.stepNames(1).getLast().equals("ready"));
            assertThat(node.stepNames(1)).endsWith("failed", "ready");

            host.answers(502);
            assertThat(node.await(1, "unhealthy").reason()).contains("answered 502");
            host.answers(200, "this is v3 again");
            node.await(1, "hosted");

            node.restartAgent();
            assertThat(node.await(1, "hosted").releaseId()).isEqualTo(3);
        }
    }
}
