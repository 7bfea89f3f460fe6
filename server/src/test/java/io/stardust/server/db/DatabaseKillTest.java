package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class DatabaseKillTest {
    private static final int KILLS = LongRun.kills(2);
    private static final int BEFORE_THE_KILL = 500;

    @TempDir
    Path folder;

    @Test
    void write_isThereAfterKill9_whenItReturned() throws Exception {
        Path file = folder.resolve("test.db");
        Set<Long> acknowledged = new HashSet<>();

        for (int round = 0; round < KILLS; round++) acknowledged.addAll(writeUntilKilled(file));

        try (Database db = Database.in(file).start()) {
            Set<Long> kept = new HashSet<>(db.read(sql ->
                    sql.createQuery("select id from note").mapTo(Long.class).list()));
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * BEFORE_THE_KILL);
            assertThat(kept).containsAll(acknowledged);
        }
    }

    private Set<Long> writeUntilKilled(Path file) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        file.toString())
                .redirectError(folder.resolve("writer.err").toFile())
                .start();
        Set<Long> acknowledged = new HashSet<>();
        try (BufferedReader lines = writer.inputReader()) {
            while (acknowledged.size() < BEFORE_THE_KILL) acknowledged.add(Long.valueOf(lines.readLine()));
            writer.toHandle().destroyForcibly(); // leaves the pipe open, unlike the process's own method
            // what it printed before it died counts too; a line cut short does not
            String rest = lines.lines().collect(java.util.stream.Collectors.joining("\n"));
            int end = rest.lastIndexOf("\n");
            if (end > 0) rest.substring(0, end).lines().map(Long::valueOf).forEach(acknowledged::add);
        } finally {
            writer.destroyForcibly();
        }
        writer.waitFor();
        return acknowledged;
    }
}
