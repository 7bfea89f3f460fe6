package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.Services;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that another program serves. */
class HostedTest {
    private static final Deploys SITE = Deploys.app("site").mode(DeployMode.HOSTED);
    private static final String KEEP = "sites/*.conf; robots.txt;/uploads/*";

    @TempDir
    Path data;

    private Releases releases;
    private Path work;

    @BeforeEach
    void start() {
        releases = new Releases(data);
        work = data.resolve("apps/site");
    }

    private static Zips files(String version) {
        return Zips.zip()
                .file("index.html", version)
                .file("web.config", version)
                .file("sites/shop.conf", version)
                .file("sites/read.me", version)
                .file("deep/robots.txt", version)
                .file("uploads/a/logo.png", version);
    }

    private void install(PackageMode mode, Zips zip) throws Exception {
        DeployInfo deploy = Services.site(releases.deploy(SITE.packageMode(mode), zip), KEEP, null);
        releases.installer.swap(releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)));
    }

    @ParameterizedTest
    @EnumSource(PackageMode.class)
    void swap_keepsWhatTheListNames_whateverThePackageMode(PackageMode mode) throws Exception {
        install(PackageMode.STANDARD, files("1"));
        assertThat(Trees.of(work)).containsEntry("web.config", "1").containsEntry("sites/shop.conf", "1");
        Trees.write(work, "web.config", "edited");
        Trees.write(work, "sites/shop.conf", "edited");
        Trees.write(work, "sites/by-hand.conf", "by hand");
        Trees.write(work, "uploads/b/photo.jpg", "uploaded");
        Trees.write(work, "other/left.txt", "left");

        install(mode, files("2").file("sites/new.conf", "2"));

        assertThat(Trees.of(work))
                .containsEntry("index.html", "2")
                .containsEntry("sites/read.me", "2")
                .containsEntry("sites/new.conf", "2")
                .containsEntry("web.config", "edited")
                .containsEntry("sites/shop.conf", "edited")
                .containsEntry("sites/by-hand.conf", "by hand")
                .containsEntry("deep/robots.txt", "1")
                .containsEntry("uploads/a/logo.png", "1")
                .containsEntry("uploads/b/photo.jpg", "uploaded");
        assertThat(Files.exists(work.resolve("other/left.txt"))).isEqualTo(mode != PackageMode.FULL);
        assertThat(work.resolve(Journal.PAGE_NAME)).doesNotExist();
    }

    @Test
    void swap_leavesScriptsOfWindowsAsTheyAre_sinceTheyAreServedAndNotRun() throws Exception {
        byte[] script = "\uFEFF#!/bin/sh\r\necho hi\r\n".getBytes(StandardCharsets.UTF_8);

        install(PackageMode.STANDARD, Zips.zip().stored("install.sh", script).stored("index.html", script));

        assertThat(work.resolve("install.sh")).hasBinaryContent(script);
        assertThat(Files.isExecutable(work.resolve("install.sh"))).isFalse();
    }

    @Test
    void swap_keepsOnlyInHostedMode() throws Exception {
        Deploys app = Deploys.app("site").packageMode(PackageMode.FULL);
        Zips zip = Zips.zip().script("site", "#!/bin/sh\n").file("robots.txt", "2");
        releases.install(Deploys.app("site"), zip);
        Trees.write(work, "robots.txt", "edited");
        Trees.write(work, "web.config", "edited");

        releases.install(app, zip);

        assertThat(Trees.of(work)).containsEntry("robots.txt", "2").doesNotContainKey("web.config");
    }

    @Test
    void reload_findsCommandsOnPath_inThePackage_andByTheirPath_withoutAShell() throws Exception {
        Zips zip = Zips.zip().script("bin/tell.sh", "#!/bin/sh\n").file("index.html", "1");
        DeployInfo onPath = Services.site(releases.deploy(SITE.environments("A=1"), zip), null, "sh -c 'a; b' $HOME");
        releases.installer.swap(releases.installer.stage(onPath, releases.installer.fetch(onPath, () -> false)));

        StartPlan found = releases.installer.reload(onPath).orElseThrow();
        assertThat(found.command().getFirst()).endsWith("/sh").startsWith("/");
        assertThat(found.command().subList(1, 4)).containsExactly("-c", "a; b", "$HOME");
        assertThat(found.directory()).isEqualTo(work);
        assertThat(found.environment()).containsEntry("A", "1").containsEntry("BasePath", work.toString());
        assertThat(releases.installer
                        .reload(Services.site(onPath, null, "./bin/tell.sh x"))
                        .orElseThrow()
                        .command())
                .containsExactly(work.resolve("bin/tell.sh").toString(), "x");
        assertThat(releases.installer
                        .reload(Services.site(onPath, null, "/bin/sh"))
                        .orElseThrow()
                        .command())
                .containsExactly("/bin/sh");
        assertThat(releases.installer.reload(Services.site(onPath, null, " "))).isEmpty();
    }

    @Test
    void stage_refusesBeforeAnyFileIsReplaced_whenTheReloadCommandIsNotThere() throws Exception {
        install(PackageMode.STANDARD, files("1"));
        for (String bad : new String[] {"no-such-command -s reload", "../../bin/sh", "'not closed", "/nowhere/nginx"}) {
            DeployInfo deploy = Services.site(releases.deploy(SITE, files("2")), null, bad);

            assertThatThrownBy(() -> releases.installer.stage(deploy, releases.installer.fetch(deploy, () -> false)))
                    .as(bad)
                    .isInstanceOf(InstallException.class);
        }
        assertThat(Trees.of(work)).containsEntry("index.html", "1");
        assertThat(Trees.of(data.resolve("staging/site"))).isEmpty();
    }
}
