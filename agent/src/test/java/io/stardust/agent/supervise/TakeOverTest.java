package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.install.Installer;
import io.stardust.agent.install.Packer;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first release takes the place of a local service that runs. */
class TakeOverTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;
    long pid;

    @BeforeEach
    void startLocalService() throws Exception {
        node = new TestNode(data.toRealPath()).start();
        node.script("demo", SLEEP);
        node.want(Deploys.script(-3, "demo").entry("Mode", 0));
        pid = node.await(-3, "running").pid();
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    private static Deploys wanted() {
        return Deploys.script(7, "demo").entry("Mode", 0);
    }

    @Test
    void release_leavesTheProcess_whenItIsWhatLiesThere() throws Exception {
        String hash = node.offer("/v1", SLEEP);

        node.want(wanted().release(1, "/v1", hash));

        PlacementReport taken = awaitRelease(1);
        assertThat(taken.pid()).isEqualTo(pid);
        assertThat(node.steps)
                .extracting(step -> step.step())
                .contains("unpacked")
                .doesNotContain("stopped");
        node.restartAgent();
        assertThat(node.await(7, "running").pid()).isEqualTo(pid);
        String next = node.offer("/v2", SLEEP + " # 2");
        node.want(wanted().release(2, "/v2", next));
        assertThat(node.awaitOther(7, pid).releaseId()).isEqualTo(2);
    }

    @Test
    void release_startsAnotherProcess_whenOtherFilesLieThere() throws Exception {
        String hash = node.offer("/v1", SLEEP + " # 1");

        node.want(wanted().release(1, "/v1", hash));

        node.await(7, "running");
        assertThat(node.awaitOther(7, pid).releaseId()).isEqualTo(1);
        assertThat(program()).hasContent("#!/bin/sh\n" + SLEEP + " # 1\n");
    }

    @Test
    void release_startsAnotherProcess_whenItsVariablesDiffer() throws Exception {
        String hash = node.offer("/v1", SLEEP);

        node.want(wanted().with("Environments", "A=1").release(1, "/v1", hash));

        node.await(7, "running");
        assertThat(node.awaitOther(7, pid).releaseId()).isEqualTo(1);
    }

    @Test
    void packed_leavesTheProcessAndNewerData_whenItsFolderIsPublished() throws Exception {
        Files.writeString(folder().resolve("data.txt"), "old");
        Files.writeString(folder().resolve("gone.tmp"), "old");
        String hash = pack("/v1");
        Files.writeString(folder().resolve("data.txt"), "newer than the package");
        Files.delete(folder().resolve("gone.tmp"));

        node.want(wanted().release(1, "/v1", hash));

        assertThat(awaitRelease(1).pid()).isEqualTo(pid);
        assertThat(folder().resolve("data.txt")).hasContent("newer than the package");
        assertThat(folder().resolve("gone.tmp")).doesNotExist();
    }

    @Test
    void packed_isRefused_whenAProgramChangedSince() throws Exception {
        String hash = pack("/v1");
        Files.writeString(program(), "#!/bin/sh\nexec sleep 601\n");

        node.want(wanted().release(1, "/v1", hash));

        PlacementReport kept = node.awaitReason(7, "running", "not installed");
        assertThat(kept.reason()).contains("run.sh changed").contains("package the folder again");
        assertThat(kept.pid()).isEqualTo(pid);
        assertThat(program()).hasContent("#!/bin/sh\nexec sleep 601\n");
    }

    private PlacementReport awaitRelease(long release) throws Exception {
        Awaits.until(
                () -> "release " + release + ": " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream()
                        .anyMatch(each ->
                                each.id() == 7 && "running".equals(each.state()) && each.releaseId() == release));
        return node.latest(7);
    }

    private String pack(String url) throws Exception {
        Packer packer = new Installer(
                        node.data,
                        (asked, from) -> {
                            throw new FileNotFoundException(asked);
                        },
                        InstantSource.system())
                .packer();
        DeployInfo local = Deploys.script(-3, "demo").info(1);
        Path zip = packer.pack(local, packer.measure(local, 1 << 20), 1 << 20, (files, bytes) -> {});
        packer.isRelease(local, zip);
        byte[] bytes = Files.readAllBytes(zip);
        packer.discard(zip);
        node.packages.put(url, bytes);
        return Hashes.sha256Hex(bytes);
    }

    private Path folder() {
        return node.data.resolve("apps/demo");
    }

    private Path program() {
        return folder().resolve("run.sh");
    }
}
