package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.Services;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.reason.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around files that another program serves. */
class SiteTest {
    @TempDir
    Path data;

    TestNode node;
    private Path told;
    private long revision;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
        told = node.data.resolve("told.txt");
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    /** Writes down what the new files are at the moment it is told of them. */
    private String tell() {
        return "sh -c 'cat run.sh >> " + told + "; echo from $PORT'";
    }

    private void want(int release, long restarts, String reload) throws Exception {
        revision++;
        String url = "/v" + release;
        DeployInfo deploy = Deploys.script(1, "site")
                .port(8080)
                .restarts(restarts)
                .release(release, url, node.offer(url, "v" + release))
                .info(revision);
        node.supervisor.desired(List.of(Services.site(deploy, null, reload)));
    }

    private void awaitHosted(int release) throws Exception {
        Awaits.until(
                () -> "hosted by %d: %s".formatted(release, node.supervisor.snapshot()),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(seen -> seen.releaseId() == release
                                && seen.revision() == revision
                                && "hosted".equals(seen.state())));
    }

    private List<String> told() throws Exception {
        return Files.readAllLines(told).stream()
                .filter(line -> line.startsWith("v"))
                .toList();
    }

    @Test
    void reload_isRunOnceForEachReleaseAndRestart_afterTheFilesAreInPlace() throws Exception {
        want(1, 0, tell());
        awaitHosted(1);
        node.awaitSteps(1, "pulled", "downloaded", "verified", "unpacked", "started");
        want(2, 0, tell());
        awaitHosted(2);
        node.restartAgent();
        awaitHosted(2);
        want(2, 0, tell());
        awaitHosted(2);
        want(2, 1, tell());
        awaitHosted(2);
        want(1, 1, tell());
        awaitHosted(1);

        assertThat(told()).containsExactly("v1", "v2", "v2", "v1");
        assertThat(node.printed("site")).startsWith("from 8080\n");
        assertThat(node.latest(1).pid()).isZero();
    }

    @Test
    void reload_isToldAsAFailure_andTheNewFilesStay_untilItIsTriedAgain() throws Exception {
        want(1, 0, "");
        awaitHosted(1);

        want(2, 0, "sh -c 'echo bad line in site.conf; exit 3'");
        PlacementReport failed = node.await(1, "failed");

        assertThat(failed.reason()).contains("files are in place").contains("exited with code 3");
        assertThat(failed.output()).contains("bad line in site.conf");
        assertThat(failed.releaseId()).isEqualTo(2);
        assertThat(failed.revision()).isEqualTo(revision);
        assertThat(node.data.resolve("apps/site/run.sh")).hasContent("#!/bin/sh\nv2\n");
        Awaits.until(
                () -> "steps: " + node.steps, () -> node.stepNames(1).getLast().equals("failed"));
        node.steps.clear();
        want(2, 1, tell());
        awaitHosted(2);
        assertThat(told()).containsExactly("v2");
    }

    @Test
    void reload_isRefusedBeforeTheFilesChange_whenThereIsNoSuchCommand() throws Exception {
        want(1, 0, "");
        awaitHosted(1);

        want(2, 0, "no-such-command -s reload");

        Awaits.until(() -> "a reason " + node.steps, () -> node.latest(1).reason() != null);
        assertThat(node.data.resolve("apps/site/run.sh")).hasContent("#!/bin/sh\nv1\n");
        assertThat(node.latest(1).reason()).contains("no-such-command");
    }

    @Test
    void reload_isKilledWithAllItStarted_whenItHangs() throws Exception {
        ProcTable table = new ProcTable(Path.of("/proc"));
        Launch launch = new Launcher(System.getenv())
                .look(
                        List.of("sh", "-c", "sleep 6088 & sleep 6088"),
                        node.data,
                        java.util.Map.of(),
                        node.data.resolve("out.log"));

        Reason failure = Site.run(
                launch, table, new Sessions(table), java.time.InstantSource.system(), java.time.Duration.ofMillis(300));

        assertThat(failure).asString().contains("did not end within 0.3 s, killed");
        assertThat(table.all().stream()
                        .filter(each -> table.commandLine(each.pid()).contains("6088")))
                .isEmpty();
    }

    @Test
    void files_areGivenToTheUser_whenOneIsNamed() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
        revision++;
        DeployInfo deploy = Deploys.script(1, "site")
                .hosted()
                .user("nobody")
                .release(1, "/v1", node.offer("/v1", "v1"))
                .info(revision);

        node.supervisor.desired(List.of(deploy));

        awaitHosted(1);
        assertThat(Files.getOwner(node.data.resolve("apps/site/run.sh")).getName())
                .isEqualTo("nobody");
    }
}
