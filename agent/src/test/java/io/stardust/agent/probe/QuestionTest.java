package io.stardust.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.deploy.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {
    @Test
    void of_fillsInTheAppsPort_whenTheProbeNamesNone() {
        assertThat(Question.of(probe("http", "/health?deep=1"), 8080))
                .isEqualTo(new Question.Http(
                        "http://127.0.0.1:8080/health?deep=1", "127.0.0.1", 8080, "/health?deep=1", false, null));
        assertThat(Question.of(probe("http", null), 8080).shown()).isEqualTo("http://127.0.0.1:8080/");
        assertThat(Question.of(probe("tcp", ""), 8080))
                .isEqualTo(new Question.Tcp("tcp://127.0.0.1:8080", "127.0.0.1", 8080));
    }

    @Test
    void of_takesWholeAddresses() {
        assertThat(Question.of(probe("http", "https://shop.example/up"), 0))
                .isEqualTo(new Question.Http("https://shop.example/up", "shop.example", 443, "/up", true, null));
        assertThat(Question.of(probe("http", "http://localhost"), 0).port()).isEqualTo(80);
        assertThat(Question.of(probe("TCP", "db.example:5432"), 8080))
                .isEqualTo(new Question.Tcp("tcp://db.example:5432", "db.example", 5432));
        assertThat(Question.of(probe("exec", " ./check.sh 'a b' "), 0))
                .isEqualTo(new Question.Exec("./check.sh 'a b'"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http, /health, no port",
                "http, ftp://x/, expected: a path",
                "http, health, expected: a path",
                "http, http://a b, expected: a path",
                "tcp, -, no port",
                "tcp, host:none, expected: host:port",
                "tcp, host:70000, expected: host:port",
                "exec, -, expected: a command line",
                "grpc, x, 'expected: http, tcp or exec'",
                "-, x, 'expected: http, tcp or exec'"
            })
    void of_refusesWithWords_whenItCannotBeAsked(@Nullable String kind, @Nullable String target, String words) {
        assertThatThrownBy(() -> Question.of(probe(kind, target), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void ofAddress_makesAProbe_orSaysWhatCanBeAsked() {
        assertThat(Question.ofAddress("http://127.0.0.1:80/x").kind()).isEqualTo("http");
        assertThat(Question.of(Question.ofAddress("tcp://127.0.0.1:22"), 0).shown())
                .isEqualTo("tcp://127.0.0.1:22");
        assertThat(Question.of(Question.ofAddress("tcp://*:22/"), 0).host()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> Question.ofAddress("udp://127.0.0.1:53"))
                .hasMessageContaining("'udp://127.0.0.1:53' cannot be asked");
    }

    @Test
    void rhythm_hasDefaultsAndBounds() {
        assertThat(Rhythm.readiness(new Probe("tcp", null, 0, 0, 0, 0, null)))
                .isEqualTo(new Rhythm(
                        Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 3, Duration.ofSeconds(10), true));
        assertThat(Rhythm.liveness(new Probe("tcp", null, -1, 0, 0, 0, null)).period())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(Rhythm.liveness(new Probe("tcp", null, 9_000_000, 5, 5, 900, null)))
                .isEqualTo(new Rhythm(
                        Duration.ofHours(1),
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        100,
                        Duration.ofMillis(100),
                        false));
    }

    private static Probe probe(@Nullable String kind, @Nullable String target) {
        return new Probe(kind, target, 0, 0, 0, 0, null);
    }
}
