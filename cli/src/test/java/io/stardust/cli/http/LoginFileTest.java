package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFileTest {
    private static final Login LOGIN = new Login("http://a:6600", "secret-token", "anna", 1_800_000_000_000L);

    @TempDir
    Path folder;

    @Test
    void read_returnsWhatWasWritten() {
        var file = new LoginFile(folder.resolve("deep/er"));

        file.write(new Login("http://old:1", "old", null, null));
        file.write(LOGIN);

        assertThat(file.read()).contains(LOGIN);
    }

    @Test
    void write_letsOnlyTheOwnerRead() throws Exception {
        new LoginFile(folder).write(LOGIN);

        Path file = folder.resolve("credentials.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void read_isEmpty_whenNothingWasWritten_orAfterDelete() {
        var file = new LoginFile(folder);
        assertThat(file.read()).isEmpty();

        file.write(LOGIN);
        file.delete();
        file.delete();

        assertThat(file.read()).isEmpty();
    }

    @Test
    void files_thatCannotBeUsed_areSaidInWords() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Files.createDirectories(folder.resolve("login/credentials.json/x"));
        var below = new LoginFile(file.resolve("deep"));
        var taken = new LoginFile(folder.resolve("login"));

        assertThatThrownBy(() -> below.write(LOGIN)).hasMessageMatching("cannot save the login in .*: [a-z ]+");
        assertThatThrownBy(taken::read)
                .hasMessageEndingWith("credentials.json is not readable (it is a folder); delete it and sign in again");
        assertThatThrownBy(taken::delete).hasMessageEndingWith("credentials.json: the folder is not empty");
    }

    @Test
    void read_namesTheFile_whenItIsBroken() throws Exception {
        Files.writeString(folder.resolve("credentials.json"), "{");

        assertThatThrownBy(() -> new LoginFile(folder).read())
                .isInstanceOf(Failure.class)
                .hasMessageContaining("credentials.json");
    }

    @Test
    void toString_hidesTheToken() {
        assertThat(LOGIN.toString()).doesNotContain("secret-token");
    }

    @Test
    void folder_isTheHomeThatTheEnvironmentNames() {
        assertThat(LoginFile.folder(Map.of("STARDUST_HOME", "/x"), folder)).isEqualTo(Path.of("/x"));
        assertThat(LoginFile.folder(Map.of(), folder)).isEqualTo(folder.resolve(".config/stardust"));
    }
}
