package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's image, unpacked and run as a container would be: its command, its user, a root that is read only. */
@Tag("alone") // making the packages takes both cores
class ImageTest {
    private static final String DATA = "/var/lib/stardust";

    @TempDir
    Path folder;

    @Test
    @Timeout(400)
    void image_servesAsItsUser_whenItsRootIsReadOnly() throws IOException {
        assumeTrue(Machine.isPossible(), "a machine with dpkg and root");
        Path tar = Packages.only(Packages.made(), "stardust-server-*.oci.tar");
        assertThat(Files.size(tar)).isLessThan(110_000_000);
        Path root = Files.createDirectories(folder.resolve("root"));
        Doc config = unpacked(tar, root).at("config");
        assertThat(config.text("User")).isEqualTo("6600:6600");
        assertThat(config.list("Env").toString()).contains("STARDUST_DATA=" + DATA, "LC_ALL=C.UTF-8");
        assertThat(config.has("ExposedPorts")).isTrue();

        Map<String, String> said = run(root, config);

        assertThat(said)
                .containsEntry(
                        "before the start",
                        "1 stardust server: health: no server serves from /var/lib/stardust: server.port: it is not there")
                .containsEntry("in use", "0 up")
                .containsEntry("serves", "200")
                .containsEntry("runs as", "6600:6600")
                .containsEntry("stopped", "143");
        assertThat(said.get("archive")).as("the archive of classes is used").isNotEqualTo("0");
        try (Stream<Path> kept = Files.list(folder.resolve("data"))) {
            assertThat(kept.map(path -> path.getFileName().toString()))
                    .contains("stardust.db")
                    .doesNotContain("stardust.db-wal", "server.port");
        }
    }

    /** Unpacks the image's layers, one over the other; returns its configuration. */
    private Doc unpacked(Path tar, Path root) throws IOException {
        Path image = Files.createDirectories(folder.resolve("image"));
        unpack(tar, image);
        Doc index = Doc.of(Files.readAllBytes(image.resolve("index.json")));
        Doc manifest = Doc.of(Files.readAllBytes(blob(image, index.text("manifests.0.digest"))));
        for (Doc layer : manifest.list("layers")) unpack(blob(image, layer.text("digest")), root);
        for (String made : List.of("proc", "dev"))
            Files.createDirectories(root.resolve(made)); // by who runs containers
        return Doc.of(Files.readAllBytes(blob(image, manifest.text("config.digest"))));
    }

    private static Path blob(Path image, String digest) {
        return image.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static void unpack(Path tar, Path folder) throws IOException {
        InstalledAgent.run(
                List.of("tar", "--warning=no-unknown-keyword", "-xf", tar.toString(), "-C", folder.toString()),
                Map.of());
    }

    private Map<String, String> run(Path root, Doc config) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        InstalledAgent.run(List.of("chown", config.text("User"), data.toString()), Map.of());
        Path script = Path.of(System.getProperty("stardust.root", "..")).resolve("e2e/src/test/machine/container");
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"));
        command.addAll(
                List.of(script.toString(), root.toString(), data.toString(), config.text("User"), "C.UTF-8", DATA));
        config.list("Entrypoint").forEach(word -> command.add(String.valueOf(word.value())));
        Map<String, String> said = new HashMap<>();
        for (String line : InstalledAgent.run(command, Map.of()).lines().toList()) {
            String[] parts = line.split(": ", 2);
            said.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return said;
    }
}
