package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.PackageSource.Body;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PackageMode;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand bad packages, each offered with its right hash, as a server that believes them would. */
class MutatedPackagesTest {
    private static final int PACKAGES = 1000;
    private static final Deploys SHOP = Deploys.app("shop").fileName("run.sh");

    @TempDir(factory = FastDisk.class)
    Path folder;

    @Test
    void install_refusesOrInstallsWhole_andNeverTouchesAnythingElse_whateverThePackage() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Map<String, byte[]> offered = new HashMap<>();
        PackageSource source = (url, from) -> {
            byte[] zip = Objects.requireNonNull(offered.get(url));
            return new Body(new ByteArrayInputStream(zip), zip.length, false);
        };
        Installer installer =
                new Installer(data, source, Trust.SERVER, InstantSource.system(), wait -> {}, Disk.REAL, Runnable::run);
        byte[] zip = Zips.zip()
                .script("run.sh", "#!/bin/sh\n")
                .file("lib/a.so", "good")
                .bytes();
        offered.put("/good", zip);
        DeployInfo good = SHOP.of("/good", zip).info();
        installer.swap(installer.stage(good, installer.fetch(good, () -> false)));
        SortedMap<String, String> before = Trees.of(data.resolve("apps"));
        int refused = 0;
        for (int seed = 0; seed < PACKAGES; seed++) {
            byte[] mutated = Mutations.of(seed);
            offered.put("/bad", mutated);
            DeployInfo bad = SHOP.of("/bad", mutated).info();
            try {
                Staged staged = installer.stage(bad, installer.fetch(bad, () -> false));
                assertThat(Trees.of(data.resolve("apps"))).as("seed %s", seed).isEqualTo(before);
                installer.swap(staged);
                assertWholeAndBack(installer, good, data, seed);
            } catch (InstallException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %s", seed).isNotBlank().doesNotContain("unexpected");
            }
            assertThat(Trees.of(data.resolve("apps"))).as("seed %s", seed).isEqualTo(before);
            assertThat(folder).as("seed %s", seed).isDirectoryContaining(data::equals);
            assertThat(Trees.of(data).keySet())
                    .as("seed %s", seed)
                    .allMatch(path -> path.matches("(apps|releases|staging|state)/.*"));
            assertThat(Trees.of(data.resolve("staging/shop")))
                    .as("seed %s", seed)
                    .isEmpty();
        }
        assertThat(folder.toFile().list()).containsExactly("data");
        assertThat(Path.of("/tmp/stardust-out.txt")).doesNotExist();
        assertThat(refused).isBetween(PACKAGES / 2, PACKAGES - 20);
    }

    /** What was found fit is there to the last file; then the good one again. */
    private static void assertWholeAndBack(Installer installer, DeployInfo good, Path data, int seed) throws Exception {
        Installed installed = installer.installed("shop").orElseThrow();
        Path work = data.resolve("apps/shop");
        assertThat(installed.files()).as("seed %s", seed).contains("run.sh").allSatisfy(path -> {
            assertThat(work.resolve(path)).isRegularFile();
            assertThat(work.resolve(path).toRealPath()).startsWith(work.toRealPath());
        });
        DeployInfo again = SHOP.packageMode(PackageMode.FULL)
                .hashed("/good", null, good.sha256(), 0)
                .info();
        installer.swap(installer.stage(again, installer.fetch(again, () -> false)));
    }
}
