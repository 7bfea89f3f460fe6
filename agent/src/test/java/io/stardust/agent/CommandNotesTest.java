package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.CommandLog.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandNotesTest {
    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-08-02T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void load_knowsWhatWasBegun_whenTheAgentWasKilled() throws IOException {
        var notes = new CommandNotes(folder, clock);
        notes.begun(1, "bash");
        notes.begun(2, "node/reboot");
        notes.answered(1);
        notes.answered(3); // needed no note
        Files.writeString(folder.resolve("commands.log"), "+ 9", StandardOpenOption.APPEND); // half a line

        assertThat(new CommandNotes(folder, clock).load()).isEqualTo(new Known(Set.of(2L), Set.of(1L)));
    }

    @Test
    void load_forgets_whenTheServerHandsItOverNoMore() throws IOException {
        new CommandNotes(folder, clock).begun(1, "bash");
        now = now.plus(Duration.ofHours(25));

        assertThat(new CommandNotes(folder, clock).load()).isEqualTo(new Known(Set.of(), Set.of()));
    }

    @Test
    void begun_keepsTheFileSmall_whateverComes() throws IOException {
        var notes = new CommandNotes(folder, clock, 4_000);
        for (long id = 1; id <= 400; id++) notes.answered(begin(notes, id));

        assertThat(folder.resolve("commands.log"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(5_000));
        assertThat(new CommandNotes(folder, clock).load().answered()).contains(400L);
    }

    private static long begin(CommandNotes notes, long id) throws IOException {
        notes.begun(id, "bash");
        return id;
    }

    @Test
    void begun_refusesWhatWouldComeAgainForEver_whenItCannotBeNoted() throws IOException {
        Files.createDirectories(folder.resolve("commands.log/in-the-way"));
        var notes = new CommandNotes(folder, clock);

        assertThatThrownBy(() -> notes.begun(1, "node/reboot"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not done, it could not be noted");
        notes.begun(2, "bash"); // remembered while the agent lives
    }
}
