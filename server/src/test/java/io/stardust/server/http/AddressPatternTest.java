package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.http.ApiException.Invalid;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPatternTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.70, false",
        "10.0.*, 10.0.3.4, true",
        "10.0.*, 10.1.3.4, false",
        "10.*.*.7, 10.1.2.7, true",
        "10.*.*.7, 10.1.2.8, false",
        "*, fe80::1, true",
        "*.7, 10.0.0.7, true",
        "10.0.0.1*1, 10.0.0.1, false",
        "10.0.0.0/8, 10.200.1.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.128/25, 10.0.0.127, false",
        "10.0.0.128/25, 10.0.0.129, true",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, fd00::1, false",
        "fd00::/8, fdaa::1, true",
        "fd00::/8, fe80::1, false",
        "FD00::/8, fdaa::1, true"
    })
    void matches_addresses(String pattern, String address, boolean fits) {
        assertThat(AddressPattern.of(pattern).matches(address)).isEqualTo(fits);
    }

    @Test
    void of_refusesWhatIsNone() {
        for (String bad :
                Arrays.asList(null, "", "web1", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "10.0.*/8", "1.2.3.4/", "%")) {
            assertThatThrownBy(() -> AddressPattern.of(bad))
                    .as(bad)
                    .isInstanceOf(Invalid.class)
                    .hasMessageContaining("pattern");
        }
    }
}
