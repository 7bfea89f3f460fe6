package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stardust.agent.files.OpenFolders;
import io.stardust.agent.install.fetch.Fetched;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real disk of 4 MB; skipped where this process may not mount one. */
class DiskFullTest {
    private static final Deploys SHOP = Deploys.app("shop");

    @TempDir
    Path folder;

    private Path small;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(folder.resolve("small"));
        boolean linux = "Linux".equals(System.getProperty("os.name"));
        mounted = linux && run("mount", "-t", "tmpfs", "-o", "size=4m", "stardust-test", small.toString());
        assumeThat(mounted).as("may mount a tmpfs").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) assertThat(run("umount", "--lazy", small.toString())).isTrue();
    }

    @Test
    void fetch_saysDiskFull_andLeavesNothing_whetherTheSizeIsKnownOrNot() throws Exception {
        Releases releases = new Releases(small);
        byte[] big = SafeUnzipTest.random(5_000_000);
        Zips zip = Zips.zip().stored("shop", big);

        DeployInfo sized = releases.deploy(SHOP, zip);
        assertFull(() -> releases.installer.fetch(sized, () -> false), "downloaded");

        try (PackageServer server = new PackageServer()) {
            server.files.put("/p.zip", zip.bytes());
            server.tellsLength = false;
            Installer installer = new Installer(small, server, java.time.InstantSource.system());
            assertFull(() -> installer.fetch(SHOP.ofMd5("/p.zip", zip.bytes()).info(), () -> false), "downloaded");
        }
        assertThat(files(small)).isEmpty();
    }

    @Test
    void stage_refuses_andTheOldVersionStays_whenTheFilesWouldNotFit() throws Exception {
        Releases releases = new Releases(small);
        releases.install(SHOP, SwapTest.v1());
        var before = Trees.of(small.resolve("apps"));
        Zips zip = SwapTest.v2().file("data.bin", halfRandom(3_500_000));
        DeployInfo deploy = releases.deploy(SHOP, zip);
        Fetched fetched = releases.installer.fetch(deploy, () -> false);

        assertThatThrownBy(() -> releases.installer.stage(deploy, fetched))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("may be used on this disk");

        assertThat(Trees.of(small.resolve("apps"))).isEqualTo(before);
        assertThat(Trees.of(small.resolve("staging/shop"))).isEmpty();
    }

    @Test
    void swap_worksAcrossDisks_andIsUndoneThereToo() throws Exception {
        Path work = small.resolve("site");
        Deploys app = SHOP.directory(work.toString());
        Releases releases = new Releases(folder.resolve("data"));

        releases.install(app, SwapTest.v1());
        Trees.write(work, "data/orders.db", "orders");
        releases.install(app, SwapTest.v2());
        assertThat(Trees.of(work))
                .containsEntry("shop", "#!/bin/sh\n2 (x)")
                .containsEntry("data/orders.db", "orders")
                .doesNotContainKey("lib/b.so")
                .doesNotContainKey(".stardust/");

        var before = Trees.of(work);
        Staged staged = releases.stage(app, SwapTest.v1());
        Disk failing = new Disk() {
            @Override
            public void move(OpenFolders folders, Path from, Path to) throws IOException {
                if (from.endsWith("files/notes.txt")) throw new IOException("No space left on device");
                Disk.super.move(folders, from, to);
            }
        };
        assertFull(() -> releases.installer(failing).swap(staged), "unpacked");
        assertThat(Trees.of(work)).isEqualTo(before);
    }

    @Test
    void stageAndSwap_refuse_andTheOldVersionStays_whenTheDirectoryMayNotBeWrittenTo() throws Exception {
        Path work = small.resolve("site");
        Deploys app = SHOP.directory(work.toString());
        Releases releases = new Releases(folder.resolve("data"));
        releases.install(app, SwapTest.v1());
        var before = Trees.of(work);
        Staged staged = releases.stage(app, SwapTest.v2());
        // what was unpacked there makes the disk busy for nobody, so it can be made read-only
        assertThat(run("mount", "-o", "remount,ro", small.toString())).isTrue();
        try {
            assertThatThrownBy(() -> releases.installer.swap(staged))
                    .isInstanceOf(InstallException.class)
                    .hasMessageContaining("is read-only");
            assertThatThrownBy(() -> releases.stage(app, SwapTest.v2()))
                    .isInstanceOf(InstallException.class)
                    .hasMessageContaining("is read-only");
        } finally {
            assertThat(run("mount", "-o", "remount,rw", small.toString())).isTrue();
        }

        releases.installer.recover();
        Installed after = releases.install(app, SwapTest.v1());
        assertThat(after.files()).contains("notes.txt");
        assertThat(Trees.of(work)).isEqualTo(before);
    }

    private static byte[] halfRandom(int length) {
        byte[] bytes = new byte[length];
        byte[] random = SafeUnzipTest.random(length / 8);
        System.arraycopy(random, 0, bytes, 0, random.length);
        return bytes;
    }

    private static void assertFull(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String step) {
        assertThatThrownBy(call)
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("disk full")
                .extracting(e -> ((InstallException) e).step())
                .isEqualTo(step);
    }

    private static Stream<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
