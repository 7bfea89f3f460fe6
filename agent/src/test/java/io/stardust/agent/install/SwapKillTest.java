package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.install.place.InstallException;
import io.stardust.house.LongRun;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process that installs two versions to and fro, and a real kill -9. */
class SwapKillTest {
    private static final int LANES = 2;
    private static final int ROUNDS = LongRun.kills(100) / LANES;

    /** What a lane installs; the disks, folders and renames differ. */
    private static final List<Deploys> APPS = List.of(
            Deploys.app("shop").packageMode(PackageMode.FULL),
            Deploys.app("shop"),
            Deploys.app("shop").mode(DeployMode.HOSTED),
            Deploys.app("shop").mode(DeployMode.SHADOW));

    @TempDir
    Path folder;

    @Test
    @Timeout(300) // a minute where two cores are free
    void recover_findsOneWholeVersion_afterKillsAtRandomInstants() throws Exception {
        List<Callable<Integer>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            int seed = lane;
            lanes.add(() -> kill(seed));
        }
        int kills = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            for (Future<Integer> each : threads.invokeAll(lanes)) kills += each.get();
        }
        assertThat(kills).isEqualTo(LANES * ROUNDS);
    }

    private int kill(int lane) throws Exception {
        Random random = new Random(lane);
        int kills = 0;
        for (int kind = 0; kind < APPS.size(); kind++) {
            Path data = folder.resolve(lane + "-" + kind);
            Releases releases = new Releases(data);
            Deploys app = APPS.get(kind);
            // what the state becomes with time: files that one version alone has stay in the other's folder
            for (int i = 0; i < 4; i++) releases.install(app, version(i % 2));
            SortedMap<String, String> two = tree(data);
            releases.install(app, version(0));
            SortedMap<String, String> one = tree(data);
            int rounds = (ROUNDS + kind) / APPS.size();
            for (int round = 0; round < rounds; round++, kills++) {
                Process installing = start(data, kind);
                try {
                    // one byte for each finished install: wait for one, then hit anywhere in the next ones
                    assertThat(installing.getInputStream().readNBytes(1)).hasSize(1);
                    assertThat(installing.waitFor(random.nextInt(60_000), TimeUnit.MICROSECONDS))
                            .isFalse();
                } finally {
                    installing.destroyForcibly().waitFor();
                }
                assertOneVersion(data, one, two);
            }
        }
        return kills;
    }

    private static void assertOneVersion(Path data, SortedMap<String, String> one, SortedMap<String, String> two)
            throws Exception {
        Installer next = new Releases(data).installer;
        next.recover();

        SortedMap<String, String> tree = tree(data);
        assertThat(tree).isIn(one, two);
        Installed installed = next.installed("shop").orElseThrow();
        assertThat(installed.files().contains("notes.txt")).isEqualTo(tree.equals(one));
        assertThat(Path.of(installed.programs()).resolve("shop")).isExecutable();
        assertThat(Trees.of(data.resolve("staging/shop")).keySet()).allMatch(path -> path.endsWith(".part"));
        assertThat(data.resolve("state/install/shop.journal")).doesNotExist();
    }

    /** The work directory, and the shadow that counts: one before it may wait to be deleted. */
    private static SortedMap<String, String> tree(Path data) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>(Trees.of(data.resolve("apps")));
        Installed installed = new Releases(data).installer.installed("shop").orElseThrow();
        Trees.of(Path.of(installed.programs())).forEach((path, content) -> tree.put("programs/" + path, content));
        return tree;
    }

    /** Large enough that unpacking takes as long as the swap. */
    private static Zips version(int number) {
        Zips zip = number == 0 ? SwapTest.v1() : SwapTest.v2();
        for (int i = 0; i < 20; i++) zip.file("lib/m" + i + ".so", SafeUnzipTest.random(20_000 + i + number));
        return zip;
    }

    private static Process start(Path data, int kind) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SwapKillTest.class.getName(),
                        data.toString(),
                        Integer.toString(kind))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Installs both versions in turns until it is killed. */
    @SuppressWarnings("SystemOut") // the sign the test waits for
    public static void main(String[] args) throws IOException, InterruptedException, InstallException {
        Path data = Files.createDirectories(Path.of(args[0]));
        Deploys app = APPS.get(Integer.parseInt(args[1]));
        Releases releases = new Releases(data);
        List<Zips> both = List.of(version(0), version(1));
        for (int i = 0; ; i++) {
            releases.install(app, both.get(i % 2));
            System.out.write('.');
            System.out.flush();
        }
    }
}
