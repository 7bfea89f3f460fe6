package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.cli.http.Failure;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProbeTimesTest {
    private static final ProbeView NOW = new ProbeView("http", "/ready", null, 500, null, 5, "ok");

    private static ProbeTimes times(String... options) {
        ProbeTimes times = new ProbeTimes();
        new CommandLine(times, factory()).parseArgs(options);
        return times;
    }

    private static CommandLine.IFactory factory() {
        return CommandLine.defaultFactory();
    }

    @Test
    void readiness_changesOnlyWhatIsSaid_whenItIsThere() {
        ProbeView changed =
                times("--readiness-delay", "45", "--readiness-failures", "2").readiness(null, NOW);

        assertThat(changed).isEqualTo(new ProbeView("http", "/ready", 45_000, 500, null, 2, "ok"));
    }

    @Test
    void liveness_isMadeWithItsTimes_whenItIsNamed() {
        ProbeView made =
                times("--liveness-period", "20", "--liveness-timeout", "3").liveness("tcp", NOW);

        assertThat(made).isEqualTo(new ProbeView("tcp", null, null, 20_000, 3_000, null, null));
    }

    @Test
    void readiness_isLeftAsItIs_whenNothingIsSaid() {
        assertThat(times().readiness(null, NOW)).isNull();
    }

    @Test
    void readiness_isRefused_whenThereIsNoProbeToChange() {
        assertThatThrownBy(() -> times("--readiness-delay", "4").readiness(null, null))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected: --readiness");
    }
}
