package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-30T07:20:00Z");
    private static final long MAX_SECOND = 9_223_372_035L;

    private static Stamps utc() {
        return new Stamps(ZoneOffset.UTC, ARRIVAL);
    }

    private static Instant instant(Stamps stamps) {
        return Instant.ofEpochSecond(0, stamps.ns());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T07:18:17Z, 2026-11-30T07:18:17Z, 20",
        "2026-11-30T07:18:17.123456789012Z, 2026-11-30T07:18:17.123456789Z, 33",
        "2026-11-30T07:18:17+0530 x, 2026-11-30T01:48:17Z, 24",
        "2026-11-30T07:18:17-08 x, 2026-11-30T15:18:17Z, 22",
        "2026-11-30 07:18:17 -08:00 x, 2026-11-30T15:18:17Z, 26",
        "2026-11-30 07:18:17 UTC x, 2026-11-30T07:18:17Z, 23",
        "2026-11-30 07:18:17 UTCX, 2026-11-30T07:18:17Z, 19",
        "2026-11-30 07:18:17 - x, 2026-11-30T07:18:17Z, 19",
        "2026-11-30 07:18:17 +12345, 2026-11-30T07:18:17Z, 19",
        "2028-02-29 00:00:00, 2028-02-29T00:00:00Z, 19",
    })
    void read_tellsTimeAndEnd(String text, Instant expected, int end) {
        Stamps stamps = utc();

        assertThat(stamps.read(text, 0)).isTrue();
        assertThat(instant(stamps)).isEqualTo(expected);
        assertThat(stamps.end()).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-13-30 07:18:17",
                "2026-02-29 07:18:17",
                "2026-11-30 24:00:00",
                "2026-11-30 07:60:00",
                "2026-11-30 07:18:60",
                "30xx-11-30 07:18:17",
                "1969-12-31 23:59:59",
                "2262-11-30 07:18:17",
                "2026-11-30x07:18:17",
                "2026-11/30 07:18:17",
                "30-Foo-2026 07:18:17",
                "07:18:1",
                "07:18:17x",
            })
    void read_refusesWhatIsNoTime(String text) {
        assertThat(utc().read(text, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1796023097, 2026-11-30T07:18:17Z",
        "1796023097.787, 2026-11-30T07:18:17.787Z",
        "1.796023097787e+09, 2026-11-30T07:18:17.787Z",
        "1796023097787, 2026-11-30T07:18:17.787Z",
        "1796023097787654, 2026-11-30T07:18:17.787654Z",
        "1796023097787654321, 2026-11-30T07:18:17.787654321Z",
    })
    void readNumber_tellsTheUnitByTheSize(String text, Instant expected) {
        Stamps stamps = utc();

        assertThat(stamps.readNumber(text)).isTrue();
        assertThat(instant(stamps)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "-1796023097",
                "1e9999",
                "1e99",
                "NaN",
                "0x1p40",
                "1.",
                "1796023097x",
                "99999999999999999999"
            })
    void readNumber_refusesOtherNumbers(String text) {
        assertThat(utc().readNumber(text)).isFalse();
    }

    @Property
    void read_givesBackWhatWasWritten(@ForAll @LongRange(min = 0, max = MAX_SECOND - 1) long second) {
        var zone = ZoneId.of("Europe/Berlin");
        Instant instant = Instant.ofEpochSecond(second, 123_000_000);
        String zoned = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
        Stamps stamps = new Stamps(zone, ARRIVAL);

        assertThat(stamps.read(zoned, 0)).isTrue();
        assertThat(instant(stamps)).isEqualTo(instant);
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        assertThat(stamps.read(local.toString().replace('T', ' '), 0)).isTrue();
        assertThat(instant(stamps)).isEqualTo(local.atZone(zone).toInstant());
    }
}
