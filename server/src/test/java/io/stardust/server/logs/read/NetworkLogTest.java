package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkLogTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-30T07:20:00Z");
    private static final NetworkLog SHANGHAI = new NetworkLog(ZoneId.of("Asia/Shanghai"));

    private static List<LogRecord> read(String body) {
        return SHANGHAI.read(body.getBytes(StandardCharsets.UTF_8), Origin.of(7), ARRIVAL);
    }

    @Test
    void read_skipsTheHeaderAndTakesRecordsApart() {
        List<LogRecord> records = read(String.join(
                "\r\n",
                "#Software: StarAgent",
                "#ProcessID: 12 x64",
                "",
                "#Fields: Time Name",
                "15:18:17.787  1 N - started",
                "15:18:18.001 12 Y Timer ERROR failed",
                ""));

        assertThat(records).extracting(LogRecord::message).containsExactly("started", "ERROR failed");
        assertThat(records).extracting(LogRecord::thread).containsExactly("1", "Timer");
        assertThat(records).extracting(LogRecord::level).containsExactly(Level.INFO, Level.ERROR);
        assertThat(records).extracting(LogRecord::app).containsOnly(7L);
        assertThat(records)
                .extracting(record -> Instant.ofEpochSecond(0, record.timeNs()).toString())
                .containsExactly("2026-11-30T07:18:17.787Z", "2026-11-30T07:18:18.001Z");
    }

    @Test
    void read_joinsTheLinesThatBeginOtherwise() {
        List<LogRecord> records = read(
                "15:18:17.787  1 N - failed\nSystem.Exception: x\n   at A.B()\n\n# no header\n15:18:17.788  1 W - b");

        assertThat(records)
                .extracting(LogRecord::message)
                .containsExactly("failed\nSystem.Exception: x\n   at A.B()\n\n# no header", "b");
    }

    @Test
    void read_keepsAContinuationWithoutItsRecord_whenAPostBeginsWithIt() {
        List<LogRecord> records = read("   at A.B()\n15:18:17.787  1 N - next");

        assertThat(records).extracting(LogRecord::message).containsExactly("   at A.B()", "next");
        assertThat(records.getFirst().timeNs()).isZero();
    }

    @Test
    void read_skipsAHeaderInTheMiddle_whenTheProgramBeganAnew() {
        List<LogRecord> records = read("15:18:17.787  1 N - a\n#Software: X\n#ProcessID: 1\n15:18:17.787  1 N - b");

        assertThat(records).extracting(LogRecord::message).containsExactly("a", "b");
    }

    @Test
    void read_takesTheDayBefore_whenMidnightWasBetween() {
        byte[] body = "23:59:59.900  1 N - a".getBytes(StandardCharsets.UTF_8);

        LogRecord record = SHANGHAI.read(body, Origin.of(7), Instant.parse("2026-11-30T16:00:01Z"))
                .getFirst();

        assertThat(Instant.ofEpochSecond(0, record.timeNs())).isEqualTo("2026-11-30T15:59:59.900Z");
    }

    @Test
    void read_takesAnEmptyMessageAndAnImpossibleTime() {
        assertThat(read("15:18:17.787  1 N - ")).extracting(LogRecord::message).containsExactly("");
        assertThat(read("25:18:17.787  1 N - x"))
                .extracting(LogRecord::message)
                .containsExactly("25:18:17.787  1 N - x");
        assertThat(read("")).isEmpty();
    }

    @Test
    void read_takesTheTraceOfTheMessage() {
        assertThat(read("15:18:17.787  1 N - x traceId=4bf92f3577b34da6a3ce929d0e0e4736"))
                .extracting(LogRecord::trace)
                .containsExactly("4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
