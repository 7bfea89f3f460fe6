package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.cli.http.Failure;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-05-04T21:30:00+02:00[Europe/Berlin]");

    @ParameterizedTest
    @CsvSource({
        "22:30,            2026-05-04T22:30:00+02:00",
        "9:05,             2026-05-05T09:05:00+02:00",
        "2026-06-01T08:00, 2026-06-01T08:00:00+02:00",
        "2026-06-01 08:00, 2026-06-01T08:00:00+02:00",
        "in 90s,           2026-05-04T21:31:30+02:00",
    })
    void when_isTheNextTimeThatIsMeant(String text, String time) {
        assertThat(Times.when(text, NOW)).isEqualTo(ZonedDateTime.parse(time).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "25:00", "in a while"})
    void when_saysWhatIsExpected(String text) {
        assertThatThrownBy(() -> Times.when(text, NOW))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected");
    }
}
