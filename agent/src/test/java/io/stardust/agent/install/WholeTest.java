package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies there is what the release says, and belongs to one app. */
class WholeTest {
    private static final Deploys SHOP = Deploys.app("shop");

    @TempDir
    Path data;

    private Releases releases;
    private Path work;

    @BeforeEach
    void start() {
        releases = new Releases(data);
        work = data.resolve("apps/shop");
    }

    private static Zips v1() {
        return Zips.zip().script("shop", "#!/bin/sh\n").file("app.json", "1").file("a.txt", "a");
    }

    private static Zips v2() {
        return v1().file("static/new.html", "new")
                .file("static/edited.html", "new")
                .file("static/deep/x.css", "x");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void rollback_takesAwayWhatOnlyTheOtherReleaseBrought_unlessSomebodyChangedIt() throws Exception {
        releases.install(SHOP, v1());
        releases.install(SHOP, v2());
        Files.writeString(work.resolve("static/edited.html"), "by hand");
        Files.writeString(work.resolve("own.db"), "data");

        releases.install(SHOP, v1());

        assertThat(Trees.of(work))
                .containsOnlyKeys("a.txt", "app.json", "own.db", "shop", "static/", "static/edited.html");
    }

    @Test
    void rollback_leavesNoEmptyFolders_butThoseThatTheReleaseHas() throws Exception {
        releases.install(SHOP, v2().folder("logs"));

        releases.install(SHOP, v1().folder("static/deep"));

        assertThat(Trees.of(work)).containsOnlyKeys("a.txt", "app.json", "logs/", "shop", "static/", "static/deep/");
    }

    @Test
    void damage_isFound_inWhatWasBrought_notInConfigurationThatPeopleMayChange() throws Exception {
        DeployInfo deploy = releases.deploy(SHOP, v1());
        releases.installer.swap(releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)));
        assertThat(releases.installer.damage(deploy)).isNull();
        Files.writeString(work.resolve("app.json"), "by hand");
        Files.setLastModifiedTime(work.resolve("a.txt"), java.nio.file.attribute.FileTime.fromMillis(1_000));
        assertThat(releases.installer.damage(deploy)).isNull();

        Files.writeString(work.resolve("a.txt"), "b");
        Files.delete(work.resolve("shop"));

        assertThat(releases.installer.damage(deploy)).isEqualTo("a.txt changed, shop missing");
    }

    @Test
    void isInstalled_asksForTheSameOptions() throws Exception {
        Zips zip = v1();
        byte[] bytes = zip.bytes();
        releases.install(SHOP, zip);

        assertThat(releases.installer.isInstalled(SHOP.of("/0", bytes).info())).isTrue();
        assertThat(releases.installer.isInstalled(
                        SHOP.overwrite("*.json").of("/0", bytes).info()))
                .isFalse();
        assertThat(releases.installer.isInstalled(
                        SHOP.packageMode(PackageMode.FULL).of("/0", bytes).info()))
                .isFalse();
    }

    @Test
    void modes_areThoseOfThePackage() throws Exception {
        releases.install(
                SHOP,
                v1().file("key.pem", new byte[] {1}, item -> item.mode(0100600))
                        .file("group", new byte[] {1}, item -> item.mode(0100664))
                        .file("all", new byte[] {1}, item -> item.mode(0100666))
                        .file("none", new byte[] {1}, item -> item.mode(0))
                        .folder("private", 0040700)
                        .file("private/x", new byte[] {1}, item -> item.mode(0100400)));

        assertThat(mode(work.resolve("key.pem"))).isEqualTo("rw-------");
        assertThat(mode(work.resolve("group"))).isEqualTo("rw-rw-r--");
        assertThat(mode(work.resolve("all"))).isEqualTo("rw-rw-r--");
        assertThat(mode(work.resolve("none"))).isEqualTo("rw-r--r--");
        assertThat(mode(work.resolve("private"))).isEqualTo("rwx------");
        assertThat(mode(work.resolve("private/x"))).isEqualTo("r--------");
    }

    @Test
    void stage_refusesAFolderOfAnotherApp_orOfTheMachine_naming() throws Exception {
        releases.install(SHOP, v1());
        Staged first = releases.stage(Deploys.app("one").fileName("shop"), v1()); // not installed yet

        for (String taken :
                List.of("../apps/shop", work.toString(), work.resolve("sub").toString())) {
            assertThatThrownBy(() -> releases.stage(Deploys.app("other").directory(taken), v1()))
                    .as(taken)
                    .isInstanceOf(InstallException.class)
                    .hasMessageContaining("taken by app shop");
        }
        for (String system : List.of(
                "/etc",
                "/usr",
                "/var/lib",
                "/proc/1",
                data.resolve("..").normalize().toString())) {
            assertThatThrownBy(() -> releases.stage(Deploys.app("other").directory(system), v1()))
                    .as(system)
                    .isInstanceOf(InstallException.class);
        }
        assertThatThrownBy(() -> releases.stage(Deploys.app("other").directory("../apps/one"), v1()))
                .hasMessageContaining("taken by app one");
        assertThat(Trees.of(work)).containsOnlyKeys("a.txt", "app.json", "shop");
        releases.installer.discard(first);
    }

    @Test
    void swap_writesNothingThroughALinkInTheSite_whoeverMadeIt() throws Exception {
        Deploys site = Deploys.app("shop").mode(DeployMode.HOSTED);
        releases.install(site, v1());
        Path victim = Files.writeString(data.resolve("victim"), "untouched");
        Files.createSymbolicLink(work.resolve("app_offline.htm.new"), victim);

        releases.install(site, v2());

        assertThat(victim).hasContent("untouched");
        Path elsewhere = Files.createDirectories(data.resolve("etc"));
        Disk.REAL.deleteTree(work.resolve("static"));
        Files.createSymbolicLink(work.resolve("static"), elsewhere);
        assertThatThrownBy(() -> releases.install(site, v2().file("static/more.html", "more")))
                .isInstanceOf(InstallException.class);
        assertThat(Trees.of(elsewhere)).isEmpty();
    }

    @Test
    void files_belongToTheUser_beforeAnybodyReachesThem() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        DeployInfo deploy = io.stardust.agent.Services.user(releases.deploy(SHOP, v1()), "nobody");

        Staged staged = releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false));

        assertThat(Files.getOwner(staged.root().resolve("a.txt")).getName()).isEqualTo("nobody");
        assertThat(mode(staged.scratch())).isEqualTo("rwx------");
        releases.installer.discard(staged);
    }
}
