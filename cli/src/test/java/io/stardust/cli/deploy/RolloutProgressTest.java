package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.api.history.StepView;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.Recorded;
import io.stardust.cli.terminal.Terminal.Looks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutProgressTest {
    private final Recorded recorded = new Recorded(Path.of("."), Map.of());

    @Test
    void show_tellsEachStepOnce_whenNobodyWatches() {
        var progress = new RolloutProgress(recorded.terminal("", Looks.PLAIN));

        progress.show(rollout("queued", step(1, "queued", 0, null)));
        progress.show(rollout("working", step(2, "downloaded", 1200, null), step(1, "queued", 0, null)));
        progress.show(rollout("failed", step(3, "failed", 5, "bad\nzip"), step(2, "downloaded", 1200, null)));

        assertThat(recorded.err().lines())
                .containsExactly("web1: queued", "web1: downloaded, 1.2 s", "web1: failed, 5 ms, bad zip");
        assertThat(recorded.out()).isEmpty();
    }

    @Test
    void show_redrawsALinePerNode_onATerminal() {
        var progress = new RolloutProgress(recorded.terminal("", new Looks(true, false, 40)));

        progress.show(rollout("queued", step(1, "queued", 0, null)));
        progress.show(rollout("working", step(1, "queued", 0, null), step(2, "a-step-with-a-very-long-name", 9, null)));

        String[] drawn = recorded.err().split("\u001b\\[1A", -1);
        assertThat(drawn).hasSize(2);
        assertThat(drawn[1].replaceAll("\u001b\\[K|[\\r\\n]", ""))
                .startsWith("web1  working")
                .hasSizeLessThan(40);
    }

    @Test
    void show_isSilent_whenAProgramReads() {
        var terminal = recorded.terminal("", new Looks(true, true, 80));
        terminal.format(io.stardust.cli.terminal.Format.JSON);

        new RolloutProgress(terminal).show(rollout("queued", step(1, "queued", 0, null)));

        assertThat(recorded.err()).isEmpty();
    }

    @Test
    void show_saysAtOnce_thatANodeIsNotConnected() {
        var progress = new RolloutProgress(recorded.terminal("", Looks.PLAIN));
        String why = "node web1 is not connected; it will be updated when it returns";
        var part = part("queued", why, false);

        progress.show(of(part));
        progress.show(of(part));

        assertThat(recorded.err().lines()).containsExactly(why);
    }

    private static RolloutView rollout(String state, StepView... steps) {
        return of(part(state, null, true, steps));
    }

    private static RolloutView.Part part(String state, @Nullable String reason, boolean connected, StepView... steps) {
        return new RolloutView.Part(
                7,
                1,
                "web1",
                1,
                "1.0",
                null,
                null,
                0,
                state,
                reason,
                0,
                null,
                connected,
                List.of(steps),
                null,
                null,
                List.of());
    }

    private static RolloutView of(RolloutView.Part part) {
        return new RolloutView(
                1,
                1,
                "hello",
                "publish",
                1,
                "1.0",
                null,
                "running",
                0,
                "user:1 anna",
                null,
                null,
                null,
                null,
                0,
                false,
                null,
                null,
                "stop",
                0,
                120,
                0,
                1,
                null,
                null,
                null,
                null,
                null,
                new RolloutSummary.Counts(0, 0, 1, 0, 0, 0, 0),
                List.of(part),
                null,
                List.of(),
                null);
    }

    private static StepView step(long id, String step, long durationMs, @Nullable String detail) {
        return new StepView(id, 7, "web1", 1L, 1L, "1.0", step, 0, durationMs, detail, null);
    }
}
