package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    @TempDir
    Path folder;

    @Test
    void url_isTheGivenOne_thenTheEnvironments_thenTheSavedOne_thenTheDefault() {
        var file = new LoginFile(folder);
        assertThat(new Session(Map.of(), file).url(null)).isEqualTo("http://localhost:6600");

        file.write(new Login("http://saved:1", "token", null, null));
        assertThat(new Session(Map.of(), file).url(null)).isEqualTo("http://saved:1");

        var environment = Map.of("STARDUST_URL", "http://named:2");
        assertThat(new Session(environment, file).url(null)).isEqualTo("http://named:2");
        assertThat(new Session(environment, file).url("http://given:3")).isEqualTo("http://given:3");
    }

    @Test
    void api_opens_whenTheSavedLoginIsForThatServer() {
        var file = new LoginFile(folder);
        file.write(new Login("http://saved:1", "token", null, null));

        try (var session = new Session(Map.of("STARDUST_URL", "http://saved:1/"), file)) {
            assertThatCode(session::api).doesNotThrowAnyException();
        }
    }

    @Test
    void api_isRefused_whenTheAuthorityOfTheEnvironmentIsNotThere() {
        var file = new LoginFile(folder);
        file.write(new Login("https://saved:1", "token", null, null));
        var environment = Map.of(
                "STARDUST_URL",
                "https://saved:1",
                "STARDUST_TLS_TRUST",
                folder.resolve("none.pem").toString());

        try (var session = new Session(environment, file)) {
            assertThatThrownBy(session::api)
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                    .hasMessageStartingWith("STARDUST_TLS_TRUST: ");
        }
    }

    @Test
    void api_neverTakesTheSavedTokenToAnotherServer() {
        var file = new LoginFile(folder);
        file.write(new Login("http://saved:1", "token", null, null));

        try (var session = new Session(Map.of("STARDUST_URL", "http://other:2"), file)) {
            assertThatThrownBy(session::api)
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.NOT_SIGNED_IN));
        }
    }
}
