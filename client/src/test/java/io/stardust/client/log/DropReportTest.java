package io.stardust.client.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DropReportTest {
    private final DropReport report = new DropReport();

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void due_tellsTheFirstAtOnce_thenWhatCameSince_onceAMinute() {
        assertThat(report.due(Drops.NONE, at(0))).isNull();
        assertThat(report.due(new Drops(1, 0, 0), at(1))).isEqualTo(new Drops(1, 0, 0));
        assertThat(report.due(new Drops(5, 0, 0), at(2))).isNull();
        assertThat(report.due(new Drops(9, 7, 0), at(60))).isNull();
        assertThat(report.due(new Drops(9, 7, 0), at(61))).isEqualTo(new Drops(8, 7, 0));
        assertThat(report.due(new Drops(9, 7, 0), at(200))).isNull();
        assertThat(report.due(new Drops(9, 7, 3), at(201))).isEqualTo(new Drops(0, 0, 3));
    }

    @Test
    void last_tellsWhatNobodyWasTold_beforeTheMinuteIsOver() {
        assertThat(report.due(new Drops(1, 0, 0), at(0))).isNotNull();

        assertThat(report.last(new Drops(3, 0, 0))).isEqualTo(new Drops(2, 0, 0));
        assertThat(report.last(new Drops(3, 0, 0))).isNull();
    }

    @Test
    void inWords_namesEachCause() {
        assertThat(new Drops(90, 0, 0).inWords("shop", "")).isEqualTo("dropped events of shop: 90 came too fast");
        assertThat(new Drops(1, 1_000, 20).inWords("shop", "HTTP 413"))
                .isEqualTo("dropped events of shop: 1 came too fast, 1,000 waited too long for the server,"
                        + " 20 refused by the server (HTTP 413)");
    }
}
