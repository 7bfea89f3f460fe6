package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PackageMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that swaps to and fro, and a real kill -9. */
class SwapKillTest {
    private static final int KILLS = 6;
    private static final Deploys APP = Deploys.app("shop").packageMode(PackageMode.FULL);

    @TempDir
    Path data;

    @Test
    void recover_findsOneWholeVersion_afterKillsAtRandomInstants() throws Exception {
        Releases releases = new Releases(data);
        releases.install(APP, SwapTest.v1());
        SortedMap<String, String> one = Trees.of(data.resolve("apps"));
        releases.install(APP, SwapTest.v2());
        SortedMap<String, String> two = Trees.of(data.resolve("apps"));
        Random random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            Process swapping = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SwapKillTest.class.getName(),
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                // one byte for each finished swap: wait for a few, then hit anywhere in the next ones
                assertThat(swapping.getInputStream().readNBytes(2)).hasSize(2);
                assertThat(swapping.waitFor(random.nextInt(40), TimeUnit.MILLISECONDS))
                        .isFalse();
            } finally {
                swapping.destroyForcibly().waitFor();
            }

            new Releases(data).installer.recover();

            SortedMap<String, String> tree = Trees.of(data.resolve("apps"));
            assertThat(tree).isIn(one, two);
            String installed = new Releases(data)
                    .installer
                    .installed("shop")
                    .orElseThrow()
                    .files()
                    .toString();
            assertThat(installed.contains("notes.txt")).isEqualTo(tree.equals(one));
            assertThat(Trees.of(data.resolve("staging/shop"))).isEmpty();
        }
    }

    /** Publishes both versions in turns until it is killed. */
    @SuppressWarnings("SystemOut") // the sign the test waits for
    public static void main(String[] args) throws IOException, InterruptedException, InstallException {
        Path data = Path.of(args[0]);
        assertThat(Files.isDirectory(data)).isTrue();
        Releases releases = new Releases(data);
        for (Zips zip : endless()) {
            releases.install(APP, zip);
            System.out.write(".".getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    private static Iterable<Zips> endless() {
        List<Zips> both = List.of(SwapTest.v1(), SwapTest.v2());
        return () -> java.util.stream.IntStream.iterate(0, i -> 1 - i)
                .mapToObj(both::get)
                .iterator();
    }
}
