package io.stardust.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void port_isWhatTheEnvironmentNames() {
        assertThat(Hello.port(" 9090 ")).isEqualTo(9090);
    }

    @Test
    void port_is8080_whenTheEnvironmentNamesNone() {
        assertThat(Hello.port(null)).isEqualTo(8080);
        assertThat(Hello.port("")).isEqualTo(8080);
    }
}
