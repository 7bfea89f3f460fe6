package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
    @ParameterizedTest
    @CsvSource({
        "3.6.2023.1, 3.7, -1",
        "3.10.2026.802, 3.7, 1",
        "3.7, 3.7.0.0, 0",
        "1.0-rc1, 1.0, -1",
        "2, 1.9.9, 1",
        "x, 0, 0",
        "1.99999999999999999999999, 1.2, 1"
    })
    void compare_goesByNumbersNotLetters(String a, String b, int sign) {
        assertThat(Integer.signum(Versions.compare(a, b))).isEqualTo(sign);
        assertThat(Integer.signum(Versions.compare(b, a))).isEqualTo(-sign);
    }
}
