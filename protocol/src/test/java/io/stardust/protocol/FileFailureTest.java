package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    Path folder;

    private static String why(ThrowingCallable work) {
        return FileFailure.why(catchThrowableOfType(IOException.class, work));
    }

    @Test
    void why_saysItInWords_withoutPathsAndClasses() throws IOException {
        Path file = Files.createFile(folder.resolve("a"));

        assertThat(why(() -> Files.readString(folder.resolve("b")))).isEqualTo("it is not there");
        assertThat(why(() -> Files.createFile(file))).isEqualTo("something is there already");
        assertThat(why(() -> Files.delete(folder))).isEqualTo("the folder is not empty");
        assertThat(why(() -> Files.writeString(folder, "x"))).isEqualTo("it is a folder");
        assertThat(why(() -> Files.createFile(file.resolve("below")))).isEqualTo("a folder on its way is a file");
        assertThat(why(() -> Files.createFile(folder.resolve("x".repeat(300)))))
                .isEqualTo("its name is too long for this disk");
    }

    @Test
    void why_looksIntoWhatWrapsTheFailure() {
        var full = new FileSystemException("/data/x", null, "No space left on device");

        assertThat(FileFailure.why(new UncheckedIOException(full))).isEqualTo("the disk is full");
        assertThat(FileFailure.why(new FileSystemException("/data/x"))).isEqualTo("it cannot be used");
        assertThat(FileFailure.why(new IOException("larger than 5 bytes"))).isEqualTo("larger than 5 bytes");
    }
}
