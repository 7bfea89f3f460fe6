package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class DataFolderTest {
    @TempDir
    Path temp;

    private static List<String> openToOthers(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isSymbolicLink(path))
                    .filter(path -> !mode(path).endsWith("------"))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everything_isTheServersAlone() throws IOException {
        Path data = temp.resolve("data");
        try (var server = ServerUnderTest.start(data)) {
            server.guest("red", "viewer");

            assertThat(data.resolve("stardust.db")).exists();
            assertThat(data.resolve("stardust.db-wal")).exists();
            assertThat(openToOthers(data)).isEmpty();
        }
    }

    @Test
    void modes_areRepaired_whenTheServerStarts_andLinksAreNotFollowed() throws IOException {
        Path data = temp.resolve("data");
        ServerUnderTest.start(data).close();
        Path outside = Files.writeString(temp.resolve("outside"), "x");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(data.resolve("link"), outside);
        Path blob = Files.createDirectories(data.resolve("blobs/ab")).resolve("old");
        Files.writeString(blob, "package");
        Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(data.resolve("stardust.db"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var _ = new Server(ServerSettings.defaults(data, 0).withBind("127.0.0.1"), new ManualClock()).start()) {
            assertThat(openToOthers(data)).isEmpty();
            assertThat(mode(outside)).isEqualTo("rw-r--r--");
        }
    }

    @Test
    void take_saysWhatIsThere_whenItIsNoFolder(@TempDir Path parent) throws Exception {
        Path file = Files.writeString(parent.resolve("data"), "");

        assertThatThrownBy(() -> new DataFolder(file).take())
                .hasMessageContaining(
                        "data: " + file + " cannot be used: something is there already (expected: a folder")
                .hasMessageNotContaining("Exception");
    }
}
