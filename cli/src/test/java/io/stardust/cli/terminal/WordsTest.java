package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "-5,0 ms",
        "999,999 ms",
        "1200,1.2 s",
        "60000,1 min",
        "123000,2 min 3 s",
        "11520000,3 h 12 min",
        "356400000,4 d 3 h"
    })
    void took_readsLikeSpeech(long ms, String words) {
        assertThat(Words.took(ms)).isEqualTo(words);
    }

    @Test
    void ago_knowsNeverAndNow() {
        assertThat(Words.ago(null, 1000)).isEqualTo("never");
        assertThat(Words.ago(0L, 1000)).isEqualTo("never");
        assertThat(Words.ago(5000L, 5400)).isEqualTo("just now");
        assertThat(Words.ago(5000L, 4000)).isEqualTo("just now");
        assertThat(Words.ago(5000L, 17_900)).isEqualTo("12 s ago");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "3072,3.0 KB", "62914560,60.0 MB", "1649267441664,1.5 TB"})
    void size_stepsBy1024(long bytes, String words) {
        assertThat(Words.size(bytes)).isEqualTo(words);
    }

    @Test
    void at_isLocal_andNothingForNever() {
        assertThat(Words.at(1_767_225_600_000L, ZoneId.of("Asia/Shanghai"))).isEqualTo("2026-01-01 08:00:00");
        assertThat(Words.at(0L, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void spaced_splitsWireNames() {
        assertThat(Words.spaced("backOff")).isEqualTo("back off");
        assertThat(Words.spaced(null)).isEqualTo("-");
    }
}
