package io.stardust.cli.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.cli.Recorded;
import io.stardust.cli.http.Failure;
import io.stardust.protocol.pack.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    Path folder;

    @Test
    void create_makesAPairThatOnlyItsOwnerReads_andThatSigns() throws IOException {
        Path file = folder.resolve("build.key");
        Path zip = Files.writeString(folder.resolve("p.zip"), "anything");

        KeyFile made = KeyFile.create(file);
        KeyFile read = KeyFile.read(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(read.key()).isEqualTo(made.key());
        assertThat(made.key().signed(Manifest.of(zip).text(), read.sign(zip))).isTrue();
    }

    @Test
    void create_refuses_whatIsThere() {
        Path file = folder.resolve("build.key");
        KeyFile.create(file);

        assertThatThrownBy(() -> KeyFile.create(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("already exists");
    }

    @Test
    void read_refuses_whatIsNoKey() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "hello");

        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("no signing key");
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("none"))).hasMessageContaining("not readable");
    }

    @Test
    void keyCreate_printsThePublicHalfAlone() {
        var cli = new Recorded(folder, Map.of());
        Path file = folder.resolve("build.key");

        assertThat(cli.run("", "key", "create", file.toString())).isZero();

        assertThat(cli.out().strip()).isEqualTo(KeyFile.read(file).key().text());
        assertThat(cli.err()).contains(KeyFile.read(file).key().id());
    }
}
