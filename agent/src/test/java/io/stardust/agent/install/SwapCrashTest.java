package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.files.OpenFolders;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stops a swap before and after every single thing it does to the disk. */
class SwapCrashTest {
    @TempDir(factory = FastDisk.class)
    Path folder;

    @ParameterizedTest
    @CsvSource({"STANDARD, STANDARD", "STANDARD, PARTIAL", "STANDARD, FULL", "HOSTED, FULL", "SHADOW, STANDARD"})
    void recover_findsTheOldOrTheNewVersion_whereverTheAgentWasKilled(DeployMode mode, PackageMode packageMode)
            throws Exception {
        Deploys app = Deploys.app("shop").mode(mode).packageMode(packageMode).overwrite("app.json");
        Versions versions = new Versions(folder.resolve("versions"), app);
        boolean sawOld = false;
        boolean sawNew = false;
        int stop = 0;
        for (boolean finished = false; !finished; stop++) {
            Scene scene = new Scene(folder.resolve("kill" + stop), app);
            FailingDisk disk = new FailingDisk(stop, true);
            finished = swapEnds(scene, disk);

            // the next agent may be killed too, while it repairs
            for (int again = 0; !recovers(scene, new FailingDisk(again, true)); again++) {
                assertThat(again).isLessThan(1000);
            }

            SortedMap<String, String> tree = scene.tree();
            assertThat(tree).as("stopped at %s", stop).isIn(versions.before, versions.after);
            sawOld |= tree.equals(versions.before);
            sawNew |= tree.equals(versions.after);
            assertThat(scene.leftovers()).as("stopped at %s", stop).isEmpty();
            Disk.REAL.deleteTree(scene.data);
        }
        assertThat(sawOld).isTrue();
        assertThat(sawNew).isTrue();
        assertThat(stop).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"STANDARD, STANDARD", "STANDARD, FULL", "HOSTED, STANDARD", "SHADOW, STANDARD"})
    void swap_leavesTheOldVersion_wheneverTheDiskFailsOnce(DeployMode mode, PackageMode packageMode) throws Exception {
        Deploys app = Deploys.app("shop").mode(mode).packageMode(packageMode);
        Versions versions = new Versions(folder.resolve("versions"), app);
        boolean finished = false;
        int failures = 0;
        for (int stop = 0; !finished; stop++) {
            Scene scene = new Scene(folder.resolve("fail" + stop), app);
            FailingDisk disk = new FailingDisk(stop, false);
            Installer installer = scene.releases.installer(disk);
            try {
                installer.swap(scene.staged);
                assertThat(scene.tree()).as("failed at %s", stop).isEqualTo(versions.after);
            } catch (InstallException e) {
                failures++;
                assertThat(e.step()).isEqualTo("unpacked");
                assertThat(scene.tree()).as("failed at %s", stop).isEqualTo(versions.before);
            }
            finished = !disk.failed;
            Disk.REAL.deleteTree(scene.data);
        }
        assertThat(failures).isGreaterThan(5);
    }

    @Test
    void stage_undoesFirst_whenAnEarlierSwapCouldNeitherFinishNorBeUndone() throws Exception {
        Versions versions = new Versions(folder.resolve("versions"), Deploys.app("shop"));
        Scene scene = new Scene(folder.resolve("stuck"), Deploys.app("shop"));
        FailingDisk dead = new FailingDisk(0, true);
        dead.dieAtMove = 3;
        Installer stuck = scene.releases.installer(dead);
        assertThatThrownBy(() -> stuck.swap(scene.staged))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("tried again later");
        assertThat(scene.tree()).isNotEqualTo(versions.before);

        Installer healthy = scene.releases.installer;
        healthy.plan(scene.staged.deploy());

        assertThat(scene.tree()).isEqualTo(versions.before);
        healthy.swap(healthy.stage(scene.staged.deploy(), scene.staged.fetched()));
        assertThat(scene.tree()).isEqualTo(versions.after);
    }

    private static boolean swapEnds(Scene scene, FailingDisk disk) throws InstallException {
        try {
            scene.releases.installer(disk).swap(scene.staged);
            return !disk.failed;
        } catch (Killed e) {
            return false;
        }
    }

    private static boolean recovers(Scene scene, FailingDisk disk) throws IOException {
        try {
            scene.releases.installer(disk).recover();
            return !disk.failed;
        } catch (Killed e) {
            return false;
        }
    }

    /** How both versions look. */
    private static final class Versions {
        final SortedMap<String, String> before;
        final SortedMap<String, String> after;

        Versions(Path data, Deploys app) throws Exception {
            Scene scene = new Scene(data, app);
            before = scene.tree();
            scene.releases.installer.swap(scene.staged);
            after = scene.tree();
        }
    }

    /** Version 1 installed and used, version 2 staged. */
    private static final class Scene {
        final Path data;
        final Releases releases;
        final Staged staged;

        Scene(Path data, Deploys app) throws Exception {
            Files.createDirectories(data);
            this.data = data;
            releases = new Releases(data);
            use(app);
            staged = releases.stage(app, SwapTest.v2());
        }

        private void use(Deploys app) throws Exception {
            releases.install(app.packageMode(PackageMode.FULL), SwapTest.v1());
            Trees.write(data, "apps/shop/app.json", "edited");
            Trees.write(data, "apps/shop/web.config", "edited");
            Trees.write(data, "apps/shop/data/orders.db", "orders");
        }

        /** All that makes a version: work directory, shadows, and the note of what is installed. */
        SortedMap<String, String> tree() throws IOException {
            SortedMap<String, String> tree = new TreeMap<>(Trees.of(data.resolve("apps")));
            // shadows of other releases go after the commit, in the background
            String current = releases.installer
                    .installed("shop")
                    .map(Installed::programs)
                    .orElse("none");
            Trees.of(Path.of(current)).forEach((path, content) -> tree.put("programs/" + path, content));
            String manifest = Files.readString(data.resolve("state/install/shop.json"));
            tree.put("manifest", manifest.replace(data.toString(), "DATA"));
            return tree;
        }

        SortedMap<String, String> leftovers() throws IOException {
            SortedMap<String, String> left = Trees.of(data.resolve("staging/shop"));
            if (Files.exists(data.resolve("state/install/shop.journal"))) left.put("journal", "");
            return left;
        }
    }

    /** The process is gone: nothing of it runs any more, no handler of exceptions either. */
    @SuppressWarnings("serial")
    private static final class Killed extends Error {}

    /** Fails at one operation, before or after doing it by turns; dead from then on if it was a kill. */
    private static final class FailingDisk implements Disk {
        private final int at;
        private final boolean after;
        private final boolean kill;
        private int operation;
        private int moves;
        /** Instead of all that: from this move on, everything fails with an ordinary exception; 0 = not. */
        int dieAtMove;

        boolean failed;

        FailingDisk(int at, boolean kill) {
            this.at = at / 2;
            this.after = at % 2 == 1;
            this.kill = kill;
        }

        private interface Work {
            void run() throws IOException;
        }

        private void step(Work work) throws IOException {
            if (failed && kill) fail();
            boolean now = operation++ == at && dieAtMove == 0;
            if (now && !after) fail();
            work.run();
            if (now && kill) fail();
            if (now) failed = true;
        }

        private void fail() throws IOException {
            failed = true;
            if (kill && dieAtMove == 0) throw new Killed();
            throw new IOException("input/output error, as ordered");
        }

        @Override
        public void move(OpenFolders folders, Path from, Path to) throws IOException {
            if (++moves == dieAtMove) fail();
            step(() -> Disk.super.move(folders, from, to));
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            step(() -> Disk.super.write(file, bytes));
        }

        @Override
        public void stage(Path file, byte[] bytes) throws IOException {
            step(() -> Disk.super.stage(file, bytes));
        }

        @Override
        public void delete(Path file) throws IOException {
            step(() -> Disk.super.delete(file));
        }

        @Override
        public void deleteTree(Path root) throws IOException {
            step(() -> Disk.super.deleteTree(root));
        }

        @Override
        public void force(@Nullable Path folder) throws IOException {
            step(() -> Disk.super.force(folder));
        }
    }
}
