package io.stardust.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final ManualClock clock = new ManualClock();
    private final AtomicLong limit = new AtomicLong(1_000);
    private final Limits limits = new Limits(limit::get, clock);

    @Test
    void ask_takesABurst_andRefusesWhatComesAfterIt() {
        assertThat(limits.ask(1, 10, 1_500).taken()).isTrue();
        assertThat(limits.ask(1, 3, 100).taken()).isFalse();
        assertThat(limits.ask(2, 3, 100).taken()).isTrue();

        assertThat(limits.volumes().get(1L)).isEqualTo(new Limits.Volume(1_500, 3, 100));
    }

    @Test
    void ask_takesAgain_asTheHourPasses() {
        limits.ask(1, 10, 1_500);
        clock.advance(Duration.ofMinutes(31));

        assertThat(limits.ask(1, 1, 10).taken()).isTrue();
    }

    @Test
    void ask_takesAgain_whenTheLimitIsRaised() {
        limits.ask(1, 10, 1_500);
        limit.set(10_000);

        assertThat(limits.ask(1, 1, 10).taken()).isTrue();
    }

    @Test
    void notice_isGivenOnceAMinute_withAllThatWasRefused() {
        limits.ask(1, 10, 1_500);

        assertThat(limits.ask(1, 2, 20).notice())
                .isEqualTo(
                        "2 records (20 bytes) of this app were refused: it logs more than 1,000 bytes an hour (setting logs.app-bytes-an-hour)");
        assertThat(limits.ask(1, 1, 10).notice()).isNull();
        clock.advance(Duration.ofSeconds(20));
        assertThat(limits.ask(1, 1, 10).notice()).isNull();
        clock.advance(Duration.ofSeconds(41));
        assertThat(limits.ask(1, 1, 10).notice()).startsWith("3 records (30 bytes)");
    }

    @Test
    void ask_countsNothingTwice_whenTheClockGoesBack() {
        limits.ask(1, 10, 500);
        clock.advance(Duration.ofHours(-1));

        assertThat(limits.volumes().get(1L)).isEqualTo(new Limits.Volume(500, 0, 0));
    }
}
