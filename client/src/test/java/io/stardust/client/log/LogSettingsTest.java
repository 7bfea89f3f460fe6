package io.stardust.client.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSettingsTest {
    private static LogSettings of(String server) {
        return LogSettings.of(
                Map.of("STARDUST_SERVER", server, "STARDUST_APP_ID", "shop", "STARDUST_SECRET", "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6600", "stardust", "ftp://stardust:6600"})
    void server_isRefused_whenItIsNoAddressOverHttp(String server) {
        assertThatThrownBy(() -> of(server))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server: " + server + " (expected: http://host:port)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://stardust.example", "http://star_dust:6600", "http://a:6600,http://b:6600"})
    void server_isTaken_whenItIsOne(String server) {
        assertThat(of(server).server().toString()).isEqualTo(server.split(",")[0]);
    }

    @Test
    void of_saysWhatIsMissing() {
        assertThatThrownBy(() -> LogSettings.of(Map.of("STARDUST_SERVER", "http://a")))
                .hasMessage("STARDUST_APP_ID: not set");
    }
}
