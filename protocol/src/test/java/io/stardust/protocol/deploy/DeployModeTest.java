package io.stardust.protocol.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeployModeTest {
    /** The seed's table of old and new numbers. */
    @ParameterizedTest
    @CsvSource({
        "0, SHADOW",
        "1, HOSTED",
        "2, STANDARD",
        "3, TASK",
        "4, SHADOW",
        "9, SHADOW",
        "10, STANDARD",
        "11, SHADOW",
        "12, HOSTED",
        "13, TASK",
        "14, STANDARD"
    })
    void of_readsOldAndNewNumbers(int number, DeployMode mode) {
        assertThat(DeployMode.of(number)).isEqualTo(mode);
    }

    @ParameterizedTest
    @EnumSource
    void of_readsBackBothItsNumbers(DeployMode mode) {
        assertThat(DeployMode.of(mode.number())).isEqualTo(mode);
        assertThat(DeployMode.of(mode.legacyNumber(false))).isEqualTo(mode);
        assertThat(DeployMode.of(mode.legacyNumber(true))).isEqualTo(mode);
    }
}
