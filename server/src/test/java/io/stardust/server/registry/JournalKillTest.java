package io.stardust.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class JournalKillTest {
    private static final int KILLS = LongRun.kills(2);
    private static final int BEFORE_THE_KILL = 1_000;

    @TempDir
    Path folder;

    @Test
    void registration_isThereAfterKill9_whenItWasAnswered() throws Exception {
        Path kept = folder.resolve("registry");
        Set<Long> answered = new HashSet<>();
        for (int round = 0; round < KILLS; round++) answered.addAll(registerUntilKilled(kept));

        try (var journal = new Journal(kept, List::of)) {
            Collection<Registration> there = journal.open();
            assertThat(answered).hasSizeGreaterThanOrEqualTo(KILLS * BEFORE_THE_KILL);
            assertThat(there.stream().map(Registration::id)).containsAll(answered);
        }
    }

    private Set<Long> registerUntilKilled(Path kept) throws IOException, InterruptedException {
        Process registrar = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRegistrar.class.getName(),
                        kept.toString())
                .redirectError(folder.resolve("registrar.err").toFile())
                .start();
        Set<Long> answered = new HashSet<>();
        try (BufferedReader lines = registrar.inputReader()) {
            while (answered.size() < BEFORE_THE_KILL) answered.add(Long.valueOf(lines.readLine()));
        } finally {
            registrar.destroyForcibly();
        }
        registrar.waitFor();
        return answered;
    }
}
