package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of one build, made twice: at another time, in another place, under another umask. */
@Tag("alone") // packing takes both cores
class PackagesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("stardust.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void package_makesTheSameBytes_whenItRunsElsewhere() throws IOException {
        String sums = sums(folder.resolve("one"), "022");

        assertThat(sums).contains(".tar.gz");
        assertThat(sums(folder.resolve("other/place"), "077")).isEqualTo(sums);
    }

    /** Of the packages, made by a launcher in {@code place}, which finds there what the build has made. */
    private static String sums(Path place, String umask) throws IOException {
        Files.createDirectories(place);
        for (String part : List.of("agent", "packaging")) {
            Files.createSymbolicLink(place.resolve(part), ROOT.resolve(part));
        }
        // Itself, since it follows links to find its folder.
        Files.copy(ROOT.resolve("stardust"), place.resolve("stardust"));
        String script = "umask " + umask + " && exec '" + place.resolve("stardust") + "' package agent --no-aot";
        InstalledAgent.run(
                List.of("sh", "-c", script),
                Map.of("STARDUST_LAUNCHER_NO_BUILD", "1", "JAVA_HOME", System.getProperty("java.home")));
        return Files.readString(place.resolve(".stardust/package/SHA256SUMS"));
    }
}
