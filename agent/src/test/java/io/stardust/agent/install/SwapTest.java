package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.files.OpenFolders;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTest {
    private static final Deploys SHOP = Deploys.app("shop");
    private static final String SH = "#!/bin/sh\n";

    @TempDir
    Path data;

    private Releases releases;
    private Path work;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(data.resolve("apps"));
        releases = new Releases(data);
        work = data.resolve("apps/shop");
    }

    @Test
    void swap_unpacksIntoTheWorkDirectory_whenThereIsNone() throws Exception {
        Installed installed = releases.install(SHOP, v1());

        assertThat(Trees.of(work))
                .containsExactly(
                        java.util.Map.entry("app.json", "1"),
                        java.util.Map.entry("lib/", ""),
                        java.util.Map.entry("lib/a.so", "a1"),
                        java.util.Map.entry("lib/b.so", "b1"),
                        java.util.Map.entry("notes.txt", "n1"),
                        java.util.Map.entry("shop", SH + "1 (x)"));
        assertThat(installed.files()).containsExactly("app.json", "lib/a.so", "lib/b.so", "notes.txt", "shop");
        assertThat(releases.installer.installed("shop")).contains(installed);
        assertNothingLeft();
    }

    @Test
    void swap_standard_clearsObsoletePrograms_keepsDataAndConfiguration() throws Exception {
        releases.install(SHOP, v1());
        Trees.write(work, "app.json", "edited");
        Trees.write(work, "data/orders.db", "orders");
        Trees.write(work, "lib/plugin.so", "by hand");

        releases.install(SHOP, v2());

        assertThat(Trees.of(work))
                .containsEntry("app.json", "edited")
                .containsEntry("data/orders.db", "orders")
                .containsEntry("lib/plugin.so", "by hand")
                .containsEntry("lib/a.so", "a2")
                .containsEntry("shop", SH + "2 (x)")
                .containsEntry("new/c.txt", "c2")
                .doesNotContainKeys("lib/b.so", "notes.txt"); // nobody has changed them
        assertNothingLeft();
    }

    @Test
    void swap_partial_onlyOverwrites() throws Exception {
        releases.install(SHOP, v1());

        Installed installed = releases.install(
                SHOP.packageMode(PackageMode.PARTIAL), Zips.zip().file("lib/a.so", "a2"));

        assertThat(Trees.of(work))
                .containsEntry("lib/a.so", "a2")
                .containsEntry("lib/b.so", "b1")
                .containsEntry("shop", SH + "1 (x)");
        assertThat(installed.files()).contains("shop", "lib/b.so");
    }

    @Test
    void swap_full_keepsNothing() throws Exception {
        releases.install(SHOP, v1());
        Trees.write(work, "data/orders.db", "orders");
        Trees.write(work, "app.json", "edited");

        releases.install(SHOP.packageMode(PackageMode.FULL), v2());

        assertThat(Trees.of(work).keySet())
                .containsExactly("app.json", "lib/", "lib/a.so", "new/", "new/c.txt", "shop");
        assertThat(Trees.of(work)).containsEntry("app.json", "2");
        assertNothingLeft();
    }

    @Test
    void swap_replacesConfiguration_whenTheOverwriteListNamesIt() throws Exception {
        Zips one = v1().file("conf/db.yml", "1").file("conf/web.yml", "1").file("x.properties", "1");
        Zips two = v2().file("conf/db.yml", "2").file("conf/web.yml", "2").file("x.properties", "2");
        releases.install(SHOP, one);

        releases.install(SHOP.overwrite("APP.*; conf/d*.yml;;"), two);

        assertThat(Trees.of(work))
                .containsEntry("app.json", "2")
                .containsEntry("conf/db.yml", "2")
                .containsEntry("conf/web.yml", "1")
                .containsEntry("x.properties", "1");
    }

    @Test
    void swap_installsOverFilesThatNobodyInstalled() throws Exception {
        Trees.write(work, "shop", "old by hand");
        Trees.write(work, "data/x", "x");

        releases.install(SHOP, v1());

        assertThat(Trees.of(work)).containsEntry("shop", SH + "1 (x)").containsEntry("data/x", "x");
    }

    @Test
    void stage_refuses_whenThePackageHasAFolderWhereALinkOrFileIs() throws Exception {
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Files.createDirectories(work);
        Files.createSymbolicLink(work.resolve("lib"), elsewhere);

        assertThatThrownBy(() -> releases.stage(SHOP, v1()))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).isEmptyDirectory();

        Files.delete(work.resolve("lib"));
        Files.createDirectory(work.resolve("shop"));
        assertThatThrownBy(() -> releases.stage(SHOP.fileName("notes.txt"), v1()))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("a file where something else is");
        assertThat(Trees.of(work).keySet()).containsExactly("shop/");
        assertNothingLeft();
    }

    @Test
    void stage_refuses_whenTheWorkDirectoryIsALink_orOutsideByARelativePath() throws Exception {
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Files.createSymbolicLink(work, elsewhere);
        DeployInfo linked = releases.deploy(SHOP, v1());
        assertThatThrownBy(() -> releases.installer.fetch(linked, () -> false))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("symbolic link");

        for (String bad : new String[] {"../../etc", "../..", "../apps", "../state/x", "/", "../apps/../releases/a"}) {
            DeployInfo deploy = releases.deploy(Deploys.app("a").directory(bad), v1());
            assertThatThrownBy(() -> releases.installer.fetch(deploy, () -> false))
                    .as(bad)
                    .isInstanceOf(InstallException.class)
                    .hasMessageContaining("work directory");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void swap_worksInTheSeedsRelativeAndInAnAbsoluteDirectory() throws Exception {
        releases.install(SHOP.directory("../apps/shop"), v1());
        assertThat(work.resolve("shop")).exists();

        Path outside = Files.createTempDirectory("stardust-outside");
        try {
            Deploys app = Deploys.app("out").directory(outside + "/a/b");
            releases.install(app, Zips.zip().script("out", SH));
            assertThat(outside.resolve("a/b/out")).isExecutable();

            releases.installer.remove("out");
            assertThat(outside.resolve("a/b/out")).exists();
            assertThat(releases.installer.installed("out")).isEmpty();
        } finally {
            Disk.REAL.deleteTree(outside);
        }
    }

    @Test
    void stage_refuses_badPackages_andLeavesTheOldVersion() throws Exception {
        releases.install(SHOP, v1());
        var before = Trees.of(work);

        assertThatThrownBy(() -> releases.stage(SHOP, Zips.zip().file("../x", "1")))
                .isInstanceOf(InstallException.class);
        assertThatThrownBy(() -> releases.stage(
                        SHOP.packageMode(PackageMode.FULL), Zips.zip().file("read.me", "1")))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("nothing to start")
                .extracting(e -> ((InstallException) e).step())
                .isEqualTo("unpacked");
        assertThat(Trees.of(work)).isEqualTo(before);
        assertNothingLeft();
    }

    @Test
    void hosted_keepsWebConfig_showsThePageOnlyMeanwhile_startsNothing() throws Exception {
        Deploys site = SHOP.mode(DeployMode.HOSTED);
        releases.install(site, Zips.zip().file("index.html", "1").file("web.config", "1"));
        Trees.write(work, "web.config", "edited");

        Staged staged = releases.stage(
                site.packageMode(PackageMode.FULL),
                Zips.zip().file("index.html", "2").file("web.config", "2"));
        PageWatcher watcher = new PageWatcher(work.resolve(Journal.PAGE_NAME));
        releases.installer(watcher).swap(staged);

        assertThat(watcher.seen).isTrue();
        assertThat(Trees.of(work)).hasSize(2).containsEntry("index.html", "2").containsEntry("web.config", "edited");
        assertThatThrownBy(() -> releases.installer.plan(staged.deploy())).isInstanceOf(InstallException.class);
    }

    @Test
    void task_unpacksLikeStandard() throws Exception {
        releases.install(SHOP.mode(DeployMode.TASK), v1());

        assertThat(work.resolve("shop")).isExecutable();
        assertThat(Strategy.of(Layout.service(SHOP.mode(DeployMode.TASK).info(), "x"))
                        .guards())
                .isFalse();
    }

    @Test
    void shadow_runsFromItsOwnFolder_andCopiesConfigurationOnlyWhenAbsent() throws Exception {
        Deploys shadow = SHOP.mode(DeployMode.SHADOW);
        Installed one = releases.install(shadow, v1());
        Trees.write(work, "app.json", "edited");

        assertThat(Trees.of(work).keySet()).containsExactly("app.json");
        DeployInfo next = releases.deploy(shadow, v2().file("more/x.yml", "x2"));
        Installed two =
                releases.installer.swap(releases.installer.stage(next, releases.installer.fetch(next, () -> false)));

        assertThat(Trees.of(work)).containsEntry("app.json", "edited").containsEntry("more/x.yml", "x2");
        assertThat(Path.of(one.programs())).doesNotExist();
        assertThat(two.programs()).endsWith("shadow/shop-" + two.hash().substring(0, 8));
        StartPlan plan = releases.installer.plan(next);
        assertThat(plan.command()).containsExactly(two.programs() + "/shop");
        assertThat(plan.directory()).isEqualTo(work);
        assertThat(releases.installer.isInstalled(next)).isTrue();

        releases.install(shadow.packageMode(PackageMode.PARTIAL), Zips.zip().file("lib/a.so", "a3"));
        Path programs =
                Path.of(releases.installer.installed("shop").orElseThrow().programs());
        assertThat(Trees.of(programs)).containsEntry("lib/a.so", "a3").containsEntry("shop", SH + "2 (x)");
        assertNothingLeft();
    }

    @Test
    void isInstalled_tellsByHashAndPlace() throws Exception {
        DeployInfo one = releases.deploy(SHOP, v1());
        DeployInfo two = releases.deploy(SHOP, v2());
        assertThat(releases.installer.isInstalled(one)).isFalse();

        releases.installer.swap(releases.installer.stage(one, releases.installer.fetch(one, () -> false)));

        assertThat(releases.installer.isInstalled(one)).isTrue();
        assertThat(releases.installer.isInstalled(two)).isFalse();
        Disk.REAL.deleteTree(work);
        assertThat(releases.installer.isInstalled(one)).isFalse();
    }

    @Test
    void remove_deletesAllOfThatNameAndNothingElse() throws Exception {
        Deploys other = Deploys.app("shop-2");
        releases.install(SHOP, v1());
        releases.install(other, Zips.zip().script("shop-2", SH));
        Trees.write(data, "logs/shop/out.log", "x");

        releases.installer.remove("shop");
        releases.installer.remove("shop");

        assertThat(Trees.of(data).keySet()).noneMatch(path -> path.matches(".*/shop(/.*|\\.json)"));
        assertThat(data.resolve("apps/shop-2/shop-2")).exists();
        assertThat(releases.installer.installed("shop-2")).isPresent();
    }

    @Test
    void recover_clearsStagingButKeepsDownloads() throws Exception {
        Trees.write(data, "staging/shop/abc.part", "half");
        releases.stage(SHOP, v1());

        releases.installer.recover();

        assertThat(Trees.of(data.resolve("staging")).keySet()).containsExactly("shop/", "shop/abc.part");
    }

    @Test
    void discard_leavesNothingBehind() throws Exception {
        releases.installer.discard(releases.stage(SHOP, v1()));

        assertNothingLeft();
    }

    private static final class PageWatcher implements Disk {
        private final Path page;
        private boolean seen;

        PageWatcher(Path page) {
            this.page = page;
        }

        @Override
        public void move(OpenFolders folders, Path from, Path to) throws IOException {
            seen |= Files.exists(page);
            Disk.super.move(folders, from, to);
        }
    }

    static Zips v1() {
        return Zips.zip()
                .script("shop", SH + "1")
                .file("lib/a.so", "a1")
                .file("lib/b.so", "b1")
                .file("app.json", "1")
                .file("notes.txt", "n1");
    }

    static Zips v2() {
        return Zips.zip()
                .script("shop", SH + "2")
                .file("lib/a.so", "a2")
                .file("new/c.txt", "c2")
                .file("app.json", "2");
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(data.resolve("staging/shop"))) {
            assertThat(left).isEmpty();
        }
        assertThat(data.resolve("state/install/shop.journal")).doesNotExist();
    }
}
