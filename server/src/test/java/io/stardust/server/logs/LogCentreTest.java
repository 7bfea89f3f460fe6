package io.stardust.server.logs;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCentreTest {
    @TempDir
    Path data;

    @Test
    void store_isOpened_onceWhatKeptItShutIsGone() throws IOException {
        Path folder = data.resolve("telemetry");
        Files.writeString(folder, "a file in its place");
        var settings = new LogCentre.Settings(
                LogClasses.of(7, 64 << 20, "").keeps(), _ -> LogClasses.STANDARD, () -> 1 << 30, Duration.ofMillis(10));
        try (var centre = new LogCentre(folder, settings, InstantSource.system(), new SecureRandom())) {
            assertThat(centre.state().state()).isEqualTo(LogsState.CLOSED);
            centre.start();
            assertThat(centre.state().state()).isEqualTo(LogsState.FAILING);
            assertThat(centre.state().problem()).contains("telemetry");

            Files.delete(folder);
            await(() -> centre.state().equals(new LogsState(LogsState.OK, null)));
            assertThat(centre.store().held()).isNotEmpty();
        }
    }
}
