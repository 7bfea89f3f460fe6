package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.Told;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutProgressTest {
    private static final long RELEASE = 7;
    private static final long REVISION = 40;
    private static final List<String> STEPS = List.of("pulled", "downloaded", "stopped", "started", "ready", "failed");

    private static RolloutPlacement at(Progress state) {
        return new RolloutPlacement(
                1, 2, 3, "web1", RELEASE, "2.0", REVISION, state, null, 0, 0, 0, 0, null, null, null, null);
    }

    private static Told words(String text) {
        return new Told(text, null);
    }

    private static Observed seen(PlacementState state, long release, long revision, @Nullable String reason) {
        return new Observed(
                2, state, release, "x", revision, 1, 1, 0, null, reason, null, false, 1, 0, 0, 0, 0, 0, null);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,     pulled,   WORKING",
        "QUEUED,     queued,   QUEUED",
        "QUEUED,     failed,   FAILED",
        "WORKING,    started,  WORKING",
        "WORKING,    ready,    WORKING",
        "WORKING,    failed,   FAILED",
        "FAILED,     pulled,   FAILED",
        "FAILED,     failed,   FAILED",
        "READY,      failed,   READY",
        "READY,      pulled,   READY",
        "SUPERSEDED, failed,   SUPERSEDED",
    })
    void step_movesTheRollout(Progress before, String step, Progress after) {
        assertThat(RolloutProgress.step(at(before), step, words("why"), 9).state())
                .isEqualTo(after);
    }

    @Test
    void failure_keepsItsTime_howeverOftenItFailsAgain() {
        RolloutPlacement failed = RolloutProgress.step(at(Progress.WORKING), "failed", words("first"), 9);

        RolloutPlacement told = RolloutProgress.step(failed, "failed", words("second"), 20);
        RolloutPlacement seen =
                RolloutProgress.observed(told, seen(PlacementState.GAVE_UP, RELEASE, REVISION, "third"), 30);

        assertThat(seen.updatedAt()).isEqualTo(9);
        assertThat(seen.reason()).isEqualTo("third");
    }

    @ParameterizedTest
    @CsvSource({
        // before,  observed,   release, revision, after
        "QUEUED,     RUNNING,    7, 40, READY",
        "WORKING,    RUNNING,    7, 41, READY",
        "WORKING,    HOSTED,     7, 40, READY",
        "WORKING,    DONE,       7, 40, READY",
        "FAILED,     RUNNING,    7, 40, READY",
        "WORKING,    RUNNING,    6, 40, WORKING",
        "WORKING,    RUNNING,    7, 39, WORKING",
        "QUEUED,     INSTALLING, 7, 40, WORKING",
        "QUEUED,     INSTALLING, 6, 40, QUEUED",
        "WORKING,    FAILED,     7, 40, FAILED",
        "WORKING,    GAVE_UP,    7, 40, FAILED",
        "WORKING,    GAVE_UP,    6, 39, WORKING",
        "WORKING,    BACK_OFF,   7, 40, WORKING",
        "READY,      GAVE_UP,    7, 40, READY",
        "SUPERSEDED, RUNNING,    7, 40, SUPERSEDED",
    })
    void observed_movesTheRollout(Progress before, PlacementState state, long release, long revision, Progress after) {
        assertThat(RolloutProgress.observed(at(before), seen(state, release, revision, null), 9)
                        .state())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "READY READY,              done",
        "READY QUEUED,             running",
        "FAILED WORKING,           running",
        "FAILED READY,             failed",
        "FAILED SUPERSEDED,        failed",
        "PLANNED READY,            running",
        "PLANNED,                  running",
        "SUPERSEDED READY,         superseded",
        "SUPERSEDED,               superseded",
    })
    void status_saysItInAWord(String placements, String status) {
        List<Progress> all =
                List.of(placements.split(" ")).stream().map(Progress::valueOf).toList();

        assertThat(RolloutProgress.status(rollout(Status.RUNNING, 0), all, failed(all))
                        .word())
                .isEqualTo(status);
    }

    private static Rollout rollout(Status status, int tolerated) {
        var pace = new Rollout.Strategy(null, null, 0, false, 0, 0, Rollout.OnFailure.STOP, tolerated, 120, 0, false);
        return new Rollout(
                1, 1, "publish", RELEASE, "2.0", null, "anna", 0, pace, Rollout.Course.begin(status, 1, null, 0));
    }

    private static int failed(List<Progress> all) {
        return Collections.frequency(all, Progress.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULED, PLANNED,         0, scheduled",
        "PAUSED,    PLANNED READY,   0, paused",
        "PAUSED,    READY READY,     0, done",
        "FAILED,    PLANNED FAILED,  0, failed",
        "FAILED,    READY READY,     0, done",
        "RUNNING,   FAILED READY,    1, done",
        "DONE,      FAILED READY,    0, failed",
        "CANCELLED, SUPERSEDED,      0, cancelled",
        "REVERTING, FAILED,          0, reverting",
        "REVERTED,  FAILED READY,    0, failed",
        "REVERTED,  FAILED READY,    1, reverted",
        "REVERTED,  READY,           0, reverted",
    })
    void status_isWhatWasDecided_whileThatMatters(Status decided, String placements, int tolerated, String status) {
        List<Progress> all =
                List.of(placements.split(" ")).stream().map(Progress::valueOf).toList();

        assertThat(RolloutProgress.status(rollout(decided, tolerated), all, failed(all))
                        .word())
                .isEqualTo(status);
    }

    @Test
    void observed_fails_whenATaskEndsBadly() {
        var bad = new Observed(
                2, PlacementState.DONE, RELEASE, "x", REVISION, 0, 0, 0, 3, null, null, false, 1, 0, 0, 0, 0, 0, null);

        RolloutPlacement after = RolloutProgress.observed(at(Progress.WORKING), bad, 9);

        assertThat(after.state()).isEqualTo(Progress.FAILED);
        assertThat(after.reason()).contains("3");
    }

    @Test
    void status_staysFailed_whenItWasUndone() {
        Rollout undone = rollout(Status.FAILED, 0);
        undone = undone.with(undone.course().revertedBy(9L, Status.FAILED, words("bad"), 1));

        assertThat(RolloutProgress.status(undone, List.of(Progress.SUPERSEDED), 0))
                .isEqualTo(Status.FAILED);
    }

    @Test
    void reports_changeNothing_whenThePartWasUndone() {
        var undone = new RolloutPlacement(
                1, 2, 3, "web1", RELEASE, "2.0", REVISION, Progress.FAILED, "why", 0, 0, 0, 0, null, null, 9L, null);

        assertThat(RolloutProgress.step(undone, "failed", words("other"), 9)).isEqualTo(undone);
        assertThat(RolloutProgress.observed(undone, seen(PlacementState.RUNNING, RELEASE, REVISION, null), 9))
                .isEqualTo(undone);
    }

    @Test
    void failure_keepsItsReason_whateverTheAgentDoesNext() {
        RolloutPlacement failed = RolloutProgress.step(at(Progress.WORKING), "failed", words("exited with code 3"), 9);

        RolloutPlacement later = RolloutProgress.step(failed, "pulled", null, 10);
        later = RolloutProgress.observed(later, seen(PlacementState.GAVE_UP, RELEASE, REVISION, null), 11);

        assertThat(later.state()).isEqualTo(Progress.FAILED);
        assertThat(later.reason()).isEqualTo("exited with code 3");
    }

    @Test
    void anyReports_keepWhatIsClosed_explainFailures_andAreHarmlessTwice() {
        var random = new Random(42);
        for (int walk = 0; walk < 2_000; walk++) {
            RolloutPlacement now = at(Progress.QUEUED);
            for (int i = 0; i < 20; i++) {
                boolean closed = now.state().closed();
                RolloutPlacement next;
                RolloutPlacement twice;
                if (random.nextBoolean()) {
                    String step = STEPS.get(random.nextInt(STEPS.size()));
                    next = RolloutProgress.step(now, step, null, i);
                    twice = RolloutProgress.step(next, step, null, i);
                } else {
                    PlacementState[] states = PlacementState.values();
                    Observed seen = seen(
                            states[random.nextInt(states.length)], 6 + random.nextInt(2), 39 + random.nextInt(3), null);
                    next = RolloutProgress.observed(now, seen, i);
                    twice = RolloutProgress.observed(next, seen, i);
                    if (next.state() == Progress.READY && !closed) {
                        assertThat(seen.up() && seen.releaseId() == RELEASE && seen.revision() >= REVISION)
                                .isTrue();
                    }
                }
                assertThat(twice).isEqualTo(next);
                if (closed) assertThat(next).isEqualTo(now);
                if (next.state() == Progress.FAILED) assertThat(next.reason()).isNotNull();
                now = next;
            }
        }
    }
}
