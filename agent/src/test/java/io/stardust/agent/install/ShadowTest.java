package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that run from a folder of their own. */
class ShadowTest {
    private static final Deploys SHOP = Deploys.app("shop").mode(DeployMode.SHADOW);

    @TempDir
    Path data;

    @Test
    void swap_putsProgramsBesideThePackages_whenTheShadowFolderMayNotBeUsed() throws Exception {
        Files.writeString(data.resolve("shadow"), "a file where the folder should be");
        Releases releases = new Releases(data);

        Installed one = releases.install(SHOP, SwapTest.v1());
        DeployInfo next = releases.deploy(SHOP, SwapTest.v2());
        Installed two = swap(releases.installer, next);

        assertThat(one.programs()).startsWith(data.resolve("releases/shop/shadow-") + "");
        assertThat(Path.of(one.programs())).doesNotExist();
        assertThat(Path.of(two.programs()).resolve("shop")).isExecutable();
        assertThat(Trees.of(data.resolve("apps/shop")).keySet()).containsExactly("app.json");
        assertThat(releases.installer.isInstalled(next)).isTrue();
        assertThat(releases.installer.plan(next).command()).containsExactly(two.programs() + "/shop");

        Files.delete(data.resolve("shadow"));
        Installed three = releases.install(SHOP, SwapTest.v1());
        assertThat(three.programs())
                .isEqualTo(data.resolve("shadow/shop-" + three.hash().substring(0, 8)) + "");
        assertThat(Path.of(two.programs())).doesNotExist();
        releases.installer.remove("shop");
        assertThat(Path.of(three.programs())).doesNotExist();
    }

    @Test
    void swap_isNotUndoneByTheCleaningOfTheOneBefore_whenThatComesLate() throws Exception {
        Releases releases = new Releases(data);
        Queue<Runnable> cleaning = new ArrayDeque<>();
        Installer installer = releases.installer(Disk.REAL, cleaning::add);
        DeployInfo first = releases.deploy(SHOP, SwapTest.v1());
        DeployInfo second = releases.deploy(SHOP, SwapTest.v2());
        swap(installer, first);
        Installed two = swap(installer, second);

        Installed back = swap(installer, first);
        cleaning.forEach(Runnable::run);

        assertThat(Path.of(back.programs()).resolve("shop")).isExecutable();
        assertThat(Path.of(two.programs())).doesNotExist();
    }

    private static Installed swap(Installer installer, DeployInfo release) throws Exception {
        return installer.swap(installer.stage(release, installer.fetch(release, () -> false)));
    }

    @Test
    void swap_leavesNoProgramInTheWorkDirectory_andNoOldShadow() throws Exception {
        Releases releases = new Releases(data);
        for (int version = 1; version <= 4; version++) {
            Zips zip = Zips.zip().script("shop", "#!/bin/sh\n" + version).file("conf/app.yml", "v" + version);
            releases.install(SHOP, zip);
            Trees.write(data.resolve("apps/shop"), "data/orders.db", "orders");
        }

        assertThat(Trees.of(data.resolve("apps/shop")))
                .containsOnlyKeys("conf/", "conf/app.yml", "data/", "data/orders.db")
                .containsEntry("conf/app.yml", "v1");
        assertThat(Trees.of(data.resolve("shadow")).keySet())
                .filteredOn(path -> path.endsWith("/shop"))
                .hasSize(1);
    }
}
