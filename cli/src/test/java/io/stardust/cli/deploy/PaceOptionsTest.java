package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.api.rollout.NewRollout;
import io.stardust.cli.http.Failure;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PaceOptionsTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-05-04T21:30:00+02:00[Europe/Berlin]");

    @Command
    static final class Verb {
        @Mixin
        private PaceOptions pace = new PaceOptions();
    }

    private static NewRollout parsed(String... args) {
        var verb = new Verb();
        new CommandLine(verb).parseArgs(args);
        return verb.pace.rollout(1L, null, null, NOW);
    }

    @Test
    void rollout_saysNothing_whenNothingWasSaid() {
        assertThat(parsed()).isEqualTo(NewRollout.of(1L, null, null));
    }

    @Test
    void rollout_saysWeightAndRamp() {
        NewRollout wanted = parsed("--weight", "10%", "--ramp", "60s");
        assertThat(wanted.weight()).isEqualTo(10);
        assertThat(wanted.rampSeconds()).isEqualTo(60);
        assertThat(parsed("--weight", "5").rampSeconds()).isNull();
    }

    @Test
    void rollout_saysWhichConfigGoesAlong() {
        assertThat(parsed("--config", "draft").config()).isEqualTo("draft");
        assertThat(parsed("--config", "7").config()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--weight=0%", "--weight=100%", "--weight=ten", "--ramp=60s", "--weight=10% --all-at-once"})
    void rollout_isRefused_whenItsWeightMeansNothing(String words) {
        assertThatThrownBy(() -> parsed(words.split(" "))).isInstanceOf(Failure.class);
    }

    @Test
    void rollout_saysWhatWasSaid() {
        NewRollout wanted = parsed(
                "--batch",
                "25%",
                "--canary",
                "1",
                "--pause",
                "5m",
                "--pause",
                "ask",
                "--on-failure",
                "revert",
                "--max-failures",
                "2",
                "--health",
                "90",
                "--at",
                "in 2h",
                "--label",
                "ring=one,env=prod");

        assertThat(wanted.batch()).isEqualTo("25%");
        assertThat(wanted.canary()).isEqualTo("1");
        assertThat(wanted.pauseSeconds()).isEqualTo(300);
        assertThat(wanted.pauseAfterCanary()).isTrue();
        assertThat(wanted.onFailure()).isEqualTo("revert");
        assertThat(wanted.maxFailures()).isEqualTo(2);
        assertThat(wanted.healthSeconds()).isEqualTo(90);
        assertThat(wanted.startAt()).isEqualTo(NOW.plusHours(2).toInstant().toEpochMilli());
        assertThat(wanted.labels()).containsExactly("ring=one", "env=prod");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http:/health,       http, /health",
                "http://x:80/health, http, http://x:80/health",
                "tcp,                tcp,  -",
                "tcp:db:5432,        tcp,  db:5432",
                "exec:check --fast,  exec, check --fast",
                "none,               none, -",
            })
    void probe_isReadFromOneWord(String text, String kind, @Nullable String target) {
        ProbeView probe = ProbeTimes.probe("readiness", text);

        assertThat(probe.kind()).isEqualTo(kind);
        assertThat(probe.target()).isEqualTo(target);
    }

    @Test
    void probe_saysWhatIsExpected() {
        assertThatThrownBy(() -> ProbeTimes.probe("readiness", "udp:1"))
                .hasMessageContaining("--readiness: udp:1")
                .hasMessageContaining("tcp");
    }
}
