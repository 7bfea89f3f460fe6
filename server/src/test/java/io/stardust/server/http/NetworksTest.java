package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.200.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "192.168.1.128/25,192.168.1.200,true",
        "192.168.1.128/25,192.168.1.100,false",
        "::1,::1,true",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "10.0.0.0/8,::1,false",
        "0.0.0.0/0,localhost,false"
    })
    void contain_comparesTheFirstBits(String networks, String address, boolean expected) {
        assertThat(Networks.of(networks).contain(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/", "/8"})
    void of_refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Networks.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_takesSeveral_andNone() {
        assertThat(Networks.of("10.0.0.1, 10.0.0.2").contain("10.0.0.2")).isTrue();
        assertThat(Networks.of(" ").contain("10.0.0.2")).isFalse();
    }
}
