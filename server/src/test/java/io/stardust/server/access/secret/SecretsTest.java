package io.stardust.server.access.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    private Secrets secrets(String key) {
        return new Secrets(new KeyRing(folder.resolve("keys").resolve(key + ".key")));
    }

    @Test
    void open_returnsWhatWasSealed_alsoAfterARestart() {
        String sealed = secrets("a").seal("Kd83jf ß 密");

        assertThat(secrets("a").open(sealed)).isEqualTo("Kd83jf ß 密");
    }

    @Test
    void seal_differsEveryTime_andHidesThePlainText() {
        Secrets secrets = secrets("a");

        assertThat(secrets.seal("word")).isNotEqualTo(secrets.seal("word")).doesNotContain("word");
    }

    @Test
    void open_refuses_whenAlteredOrOfAnotherKey() {
        String sealed = secrets("a").seal("word");
        char last = sealed.charAt(sealed.length() - 5);
        String altered = sealed.substring(0, sealed.length() - 5)
                + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 4);

        assertThatThrownBy(() -> secrets("b").open(sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets("a").open(altered)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets("a").open("word")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void open_namesTheKey_whenItsFileIsGone() throws IOException {
        String old = secrets("a").seal("old");
        secrets("a").renew();
        String sealed = secrets("a").seal("word");
        Files.delete(folder.resolve("keys/a.key"));

        assertThat(secrets("a").open(sealed)).isEqualTo("word");
        assertThatThrownBy(() -> secrets("a").open(old))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was sealed with key " + old.split("\\.")[1])
                .hasMessageContaining("put it back");
    }

    @Test
    void renew_sealsWithANewKey_andOpensWhatWasSealedBefore() {
        Secrets secrets = secrets("a");
        String before = secrets.seal("word");
        String id = secrets.renew();

        assertThat(secrets.seal("word")).startsWith("v2." + id + ".");
        assertThat(secrets("a").seal("word")).startsWith("v2." + id + ".");
        assertThat(secrets("a").open(before)).isEqualTo("word");
    }

    @Test
    void key_isReadableByItsOwnerOnly() throws IOException {
        secrets("a").seal("word");

        Path keys = folder.resolve("keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("a.key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
    }

    @Test
    void key_isNotReplaced_whenItsFileIsSpoilt() throws IOException {
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/a.key"), "c2hvcnQ=\n");

        assertThatThrownBy(() -> secrets("a").seal("word"))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(folder.resolve("keys/a.key") + " holds 5 bytes (expected: 32)");
        assertThat(folder.resolve("keys/a.key")).hasContent("c2hvcnQ=\n");
    }
}
