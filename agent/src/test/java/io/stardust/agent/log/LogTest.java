package io.stardust.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Log log(String time) {
        var clock = InstantSource.fixed(Instant.parse(time));
        return new Log("io.stardust.agent.Some", Level.INFO, new PrintStream(written, true, UTF_8), clock);
    }

    @Test
    void info_writesTimeLevelNameAndWords_whenThereAreArguments() {
        log("2026-01-31T12:00:00.1239Z").info("{}: {} of {}", "app", 1, 2);
        assertThat(written.toString(UTF_8)).isEqualTo("2026-01-31T12:00:00.123Z [INFO] Some - app: 1 of 2\n");
    }

    @Test
    void info_writesWholeTime_whenSecondsAreRound() {
        log("2026-01-31T12:00:05Z").info("words");
        log("2026-01-31T12:01:00Z").info("words");
        assertThat(written.toString(UTF_8)).contains("T12:00:05.000Z [", "T12:01:00.000Z [");
    }

    @Test
    void debug_writesNothing_whenLevelIsInfo() {
        log("2026-01-31T12:00:00Z").debug("words");
        assertThat(written.toString(UTF_8)).isEmpty();
    }

    @Test
    void error_writesStackTrace_whenSomethingWasThrown() {
        log("2026-01-31T12:00:00Z").error("{}: failed", "app", new IllegalStateException("why"));
        assertThat(written.toString(UTF_8)).contains("app: failed\n", "IllegalStateException: why", "\tat ");
    }
}
