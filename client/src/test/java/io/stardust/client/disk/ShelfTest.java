package io.stardust.client.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void write_keepsTheNewest_forItsOwnerAlone() throws IOException {
        var shelf = new Shelf(folder.resolve("a"));

        assertThat(shelf.write("x", bytes("one"))).isTrue();
        assertThat(shelf.write("x", bytes("two"))).isTrue();

        assertThat(shelf.read("x")).isEqualTo(bytes("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a/x"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("a"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void write_isRefused_whenThereIsTooMuch() {
        var shelf = new Shelf(folder);

        assertThat(shelf.write("x", new byte[Shelf.MAX_BYTES + 1])).isFalse();
        assertThat(shelf.read("x")).isNull();
    }

    @Test
    void write_costsNothingElse_whenTheFolderCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThat(new Shelf(file.resolve("a")).write("x", bytes("one"))).isFalse();
        assertThat(new Shelf(file.resolve("a")).read("x")).isNull();
    }
}
