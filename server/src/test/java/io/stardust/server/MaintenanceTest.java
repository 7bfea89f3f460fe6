package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("sqlite")
class MaintenanceTest {
    private static final Map<String, String> PASSPHRASE = Map.of(Maintenance.PASSPHRASE, "a long passphrase");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void run(Map<String, String> environment, String... words) {
        new Maintenance(environment, new PrintStream(out, true, StandardCharsets.UTF_8)).run(List.of(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copy | copy: no --from (expected: a data folder, or jdbc:postgresql://HOST:PORT/NAME)",
                "copy --from /no/such --to x | --from: /no/such is not there (expected: a server's data folder)",
                "copy x --from a --to b | copy: x (expected: --from PLACE --to PLACE)",
                "save x | save: x (expected: nothing but settings)",
                "backup | backup: no file (expected: backup FILE)",
                "backup a b | b: one file too many (expected: one)",
                "backup a --passphrase-file | --passphrase-file: nothing after it (expected: a value)",
                "backup a --passphrase-file=/no/such | passphrase-file: /no/such cannot be read: it is not there",
                "backup a | passphrase: none (expected: --passphrase-file FILE or STARDUST_BACKUP_PASSPHRASE)",
                "backup a --prt 1 | --prt: no such flag (did you mean --port?)",
            })
    void run_saysWhatWasExpected_whenTheWordsDoNotHold(String words, String message) {
        assertThatThrownBy(() -> run(Map.of(), words.split(" ")))
                .isInstanceOf(BadSettings.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void run_refuses_whenThePassphraseIsShort_orThereIsNoData() {
        assertThatThrownBy(() -> run(Map.of(Maintenance.PASSPHRASE, "short"), "backup", "a"))
                .hasMessageContaining("5 characters (expected: 8 or more)")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> run(PASSPHRASE, "backup", "a", "--data", folder + "/none"))
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> run(PASSPHRASE, "restore", folder + "/none", "--data", folder + "/data"))
                .hasMessageContaining("is not there");
    }

    @Test
    void backupAndRestore_giveAFolderThatAServerStartsOn() {
        Path data = folder.resolve("data");
        ServerUnderTest server = ServerUnderTest.start(data);
        String file = folder.resolve("all.backup").toString();
        server.api("POST", "/deployments", Map.of("name", "kept"));

        run(PASSPHRASE, "backup", file, "--data", data.toString());
        server.moveTo(folder.resolve("again"), () -> run(PASSPHRASE, "restore", file, "--data", folder + "/again"));

        assertThat(server.api("GET", "/deployments", null).text("items.0.name")).isEqualTo("kept");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("deployment ", "1 rows", "The server can start");
        assertThatThrownBy(() -> run(Map.of(), "copy", "--from", folder + "/again", "--to", folder + "/third"))
                .hasMessageContaining("is in use by another server");
        server.close();
        assertThat(Files.exists(folder.resolve("all.backup"))).isTrue();
    }
}
