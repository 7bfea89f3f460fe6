package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.stardust.agent.config.ConfigKeeper;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps with files that are made of config. */
class ConfigChangeTest {
    /** Says what is in its file at its start and at each SIGHUP. */
    private static final String APP = "echo \"starts with $(cat conf/app)\"\n"
            + "trap 'echo \"reads $(cat conf/app)\"' HUP\nwhile :; do sleep 0.02; done";

    @TempDir
    Path data;

    private TestNode node;
    private ConfigKeeper keeper;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();
    private long revision;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
        keeper = new ConfigKeeper(node.data, (placement, sha256) -> {
            byte[] content = made.get(sha256);
            if (content == null) throw new FileNotFoundException("the server is away");
            return new ByteArrayInputStream(content);
        });
        node.script("web", APP);
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    private void want(Deploys deploys, String onChange, String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String sha256 = Hashes.sha256Hex(bytes);
        made.put(sha256, bytes);
        Map<String, Object> file = Map.of("Path", "conf/app", "Sha256", sha256, "Size", bytes.length);
        revision++;
        pull(deploys.entry("Config", Map.of("OnChange", onChange, "Files", List.of(file)))
                .info(revision));
    }

    private void pull(DeployInfo info) throws Exception {
        ConfigKeeper.Kept kept = keeper.tend(List.of(info), node.supervisor.wanted());
        assertThat(kept.missing()).isNull();
        node.supervisor.desired(kept.list());
    }

    private PlacementReport awaitRunning(String printed) throws Exception {
        Awaits.until(
                () -> "it printed %s: %s".formatted(printed, node.supervisor.snapshot()),
                () -> node.printed("web").contains(printed));
        Awaits.until(
                () -> "runs as wanted: " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(seen -> seen.revision() == revision && "running".equals(seen.state())));
        return node.latest(1);
    }

    @Test
    void change_startsItAnew_ifSo() throws Exception {
        want(Deploys.script(1, "web"), "restart", "a");
        PlacementReport first = awaitRunning("starts with a");

        want(Deploys.script(1, "web"), "restart", "b");
        PlacementReport second = awaitRunning("starts with b");

        assertThat(second.pid()).isNotEqualTo(first.pid());
        node.awaitDetail(1, "stopped", "its config files changed");
        want(Deploys.script(1, "web"), "restart", "b");
        assertThat(awaitRunning("starts with b").pid()).isEqualTo(second.pid());
    }

    /** What nohup does to all below it: a shell cannot trap what it was started to ignore. */
    private static boolean isHangUpIgnored() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1) != 0;
    }

    @Test
    void change_isToldBySighup_withoutARestart() throws Exception {
        assumeFalse(isHangUpIgnored());
        want(Deploys.script(1, "web"), "reload", "a");
        PlacementReport first = awaitRunning("starts with a");

        want(Deploys.script(1, "web"), "reload", "b");
        PlacementReport second = awaitRunning("reads b");

        assertThat(second.pid()).isEqualTo(first.pid());
        node.awaitDetail(1, "started", "its config files were written anew, and it was told");
        node.restartAgent();
        assertThat(awaitRunning("reads b").pid()).isEqualTo(first.pid());
        want(Deploys.script(1, "web"), "reload", "c");
        assertThat(awaitRunning("reads c").pid()).isEqualTo(first.pid());
        assertThat(node.printed("web").split("reads b", -1)).hasSize(2);
    }

    @Test
    void change_isToldByTheReloadCommand_ofWhichAFailureIsTold() throws Exception {
        Deploys app = Deploys.script(1, "web").with("ReloadCommand", "sh -c 'echo $MAINPID > told; test -e allowed'");
        Path folder = node.data.resolve("apps/web");
        Files.writeString(folder.resolve("allowed"), "");
        want(app, "reload", "a");
        PlacementReport first = awaitRunning("starts with a");

        want(app, "reload", "b");
        awaitRunning("starts with a");
        assertThat(folder.resolve("told")).content().isEqualToIgnoringWhitespace(String.valueOf(first.pid()));
        Files.delete(folder.resolve("allowed"));
        want(app, "reload", "c");
        PlacementReport failed = node.awaitReason(1, "running", "the reload command");

        assertThat(failed.reason()).contains("new settings not applied", "exited with code 1");
        assertThat(failed.pid()).isEqualTo(first.pid());
        assertThat(folder.resolve("conf/app")).hasContent("c");
    }

    @Test
    void change_isWrittenAndNothingElse_ifSo() throws Exception {
        want(Deploys.script(1, "web"), "none", "a");
        PlacementReport first = awaitRunning("starts with a");

        want(Deploys.script(1, "web"), "none", "b");
        PlacementReport second = awaitRunning("starts with a");

        assertThat(node.data.resolve("apps/web/conf/app")).hasContent("b");
        assertThat(second.pid()).isEqualTo(first.pid());
        assertThat(node.printed("web")).doesNotContain("reads");
    }

    @Test
    void start_needsNoServer_whenTheFilesAreKept() throws Exception {
        want(Deploys.script(1, "web").stopsWithAgent(), "restart", "a");
        awaitRunning("starts with a");
        made.clear();
        node.supervisor.stopAll();
        Files.delete(node.data.resolve("apps/web/conf/app"));

        node.restartAgent();

        Awaits.until(
                () -> "started again: " + node.supervisor.snapshot(),
                () -> node.printed("web").split("starts with a", -1).length == 3);
    }

    @Test
    void start_isRefused_whenAFileCannotBeWritten() throws Exception {
        Files.createDirectories(node.data.resolve("apps/web/conf/app"));

        want(Deploys.script(1, "web"), "restart", "a");

        node.awaitReason(1, "failed", "its config files could not be written");
    }

    @Test
    void crash_beforeTheChange_startsWithWhatIsWantedNow() throws Exception {
        node.script(
                "web",
                "echo \"starts with $(cat conf/app)\"; test \"$(cat conf/app)\" = good && exec sleep 600; exit 3");
        want(Deploys.script(1, "web"), "none", "bad");
        node.await(1, "gaveUp");

        want(Deploys.script(1, "web"), "none", "good");

        awaitRunning("starts with good");
    }

    @Test
    void hosted_isToldOfNewFiles() throws Exception {
        Path told = node.data.resolve("told");
        Deploys site = Deploys.script(1, "web").hosted().with("ReloadCommand", "sh -c 'cat conf/app >> " + told + "'");
        node.packages.clear();
        Deploys released = site.release(1, "/v1", node.offer("/v1", "true"));
        want(released, "reload", "a\n");
        Awaits.until(
                () -> "told: " + node.supervisor.snapshot(),
                () -> Files.exists(told) && Files.readString(told).equals("a\n"));

        want(released, "reload", "b\n");

        Awaits.until(
                () -> "told again: " + node.supervisor.snapshot(),
                () -> Files.readString(told).equals("a\nb\n"));
        node.await(1, "hosted");
    }
}
