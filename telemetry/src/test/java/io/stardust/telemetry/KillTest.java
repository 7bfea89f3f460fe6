package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was answered is there after a {@code kill -9}, whenever that comes, and no record is there twice. */
class KillTest {
    @TempDir
    Path temporary;

    @Test
    @Tag("fuzz")
    @Timeout(300) // three kills take a minute on a busy machine
    void append_losesNothingThatWasAnswered_whenTheProgramIsKilled() throws Exception {
        int kills = LongRun.kills(Boolean.getBoolean("stardust.long") ? 20 : 3);
        for (int round = 0; round < kills; round++) {
            Path folder = temporary.resolve("round-" + round);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledIntake.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long answered = -1;
            long enough = 40 + 70L * (round % 4);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    answered = Long.parseLong(line);
                    if (answered >= enough)
                        process.toHandle().destroyForcibly(); // SIGKILL; what it printed is still read
                }
            }
            process.waitFor();
            assertThat(answered).isGreaterThanOrEqualTo(enough);
            try (LogStore store = Stores.open(folder, KilledIntake.SETTINGS)) {
                Set<String> found = new HashSet<>();
                List<LogRecord> all =
                        Stores.all(store, LogQuery.of(Stores.APPS).limit(10_000).build());
                for (LogRecord each : all) assertThat(found.add(each.message())).isTrue();
                for (long batch = 0; batch <= answered; batch++) {
                    for (int i = 0; i < KilledIntake.BATCH; i++) {
                        assertThat(found).contains(KilledIntake.message(batch, i));
                    }
                }
            }
        }
    }
}
