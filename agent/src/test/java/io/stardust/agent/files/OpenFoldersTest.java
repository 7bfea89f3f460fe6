package io.stardust.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFoldersTest {
    @TempDir
    Path dir;

    @Test
    void move_goesToTheNewFolder_whenTheOneOfThatNameWasRenamedMeanwhile() throws Exception {
        file("app/lib/a");
        file("new/lib/b");
        file("new/c");
        try (OpenFolders folders = new OpenFolders()) {
            folders.move(dir.resolve("app/lib/a"), dir.resolve("a"));
            folders.move(dir.resolve("app/lib"), dir.resolve("old"));
            folders.move(dir.resolve("new/lib"), dir.resolve("app/lib"));
            folders.move(dir.resolve("new/c"), dir.resolve("app/lib/c"));
        }

        assertThat(dir.resolve("app/lib/b")).exists();
        assertThat(dir.resolve("app/lib/c")).exists();
        assertThat(dir.resolve("old")).isEmptyDirectory();
    }

    @Test
    void move_replacesNothing_whenSomethingIsThere() throws Exception {
        file("a");
        file("b");
        try (OpenFolders folders = new OpenFolders()) {
            assertThatThrownBy(() -> folders.move(dir.resolve("a"), dir.resolve("b")))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining(dir.resolve("b").toString());
        }
    }

    @Test
    void move_keepsFewFoldersOpen_whenThereAreMany() throws Exception {
        long before = handles();
        try (OpenFolders folders = new OpenFolders()) {
            for (int i = 0; i < 50; i++) {
                file("from" + i + "/a");
                Files.createDirectory(dir.resolve("to" + i));
                folders.move(dir.resolve("from" + i + "/a"), dir.resolve("to" + i + "/a"));
            }
            assertThat(handles()).isLessThanOrEqualTo(before + 8);
        }
        assertThat(handles()).isEqualTo(before);
        for (int i = 0; i < 50; i++) assertThat(dir.resolve("to" + i + "/a")).exists();
    }

    /** How many folders below {@link #dir} this process has open; other tests run beside. */
    private long handles() throws IOException {
        long count = 0;
        try (var fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : fds) if (place(fd).startsWith(dir)) count++;
        }
        return count;
    }

    private static Path place(Path fd) {
        try {
            return Files.readSymbolicLink(fd);
        } catch (IOException e) {
            return Path.of(""); // closed meanwhile
        }
    }

    private void file(String name) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
