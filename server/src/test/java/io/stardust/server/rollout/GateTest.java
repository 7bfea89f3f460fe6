package io.stardust.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Reason;
import io.stardust.server.deploy.Told;
import io.stardust.server.rollout.Gate.Next;
import io.stardust.server.rollout.Gate.Parts;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.OnFailure;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.Rollout.Strategy;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final long HEALTH = 10;

    private static Parts parts(int planned, int open, int failed, int ready) {
        return new Parts(planned, 1, 0, 0, open, open > 0 ? 100 : 0, 0, 0, failed, ready, 0, 0);
    }

    private static Rollout rollout(OnFailure then, int tolerated, int pauseSeconds, boolean canary, long startAt) {
        var pace = new Strategy("2", null, pauseSeconds, canary, 0, 0, then, tolerated, (int) HEALTH, startAt, false);
        Status status = startAt > 0 ? Status.SCHEDULED : Status.RUNNING;
        return new Rollout(1, 1, "publish", 1, "2.0", null, "anna", 0, pace, Course.begin(status, 3, null, 0));
    }

    @Test
    void gate_isShut_whileSomethingOfTheBatchIsOpen() {
        assertThat(Gate.decide(rollout(OnFailure.STOP, 0, 0, false, 0), parts(4, 1, 0, 1), 50))
                .isEqualTo(new Next.Rest(Status.RUNNING, 100));
    }

    @Test
    void gate_opens_whenTheBatchIsReady() {
        assertThat(Gate.decide(rollout(OnFailure.STOP, 0, 0, false, 0), parts(4, 0, 0, 2), 50))
                .isEqualTo(new Next.BeginBatch(1));
    }

    @Test
    void gate_waitsForTheScheduledTime() {
        Rollout rollout = rollout(OnFailure.STOP, 0, 0, false, 70);

        assertThat(Gate.decide(rollout, parts(4, 0, 0, 0), 69)).isEqualTo(new Next.Rest(Status.SCHEDULED, 70));
        assertThat(Gate.decide(rollout, parts(4, 0, 0, 0), 70)).isEqualTo(new Next.Activate());
    }

    @Test
    void gate_pausesBetweenBatches() {
        Rollout rollout = rollout(OnFailure.STOP, 0, 5, false, 0);

        assertThat(Gate.decide(rollout, parts(4, 0, 0, 2), 50)).isEqualTo(new Next.BatchAt(5_050));
        Rollout paused = rollout.with(rollout.course().nextAt(5_050));
        assertThat(Gate.decide(paused, parts(4, 0, 0, 2), 60)).isEqualTo(new Next.Rest(Status.RUNNING, 5_050));
        assertThat(Gate.decide(paused, parts(4, 0, 0, 2), 5_050)).isEqualTo(new Next.BeginBatch(1));
    }

    @Test
    void gate_waitsForTheFirstBatchsTime_whenItGetsAPartOfTheCalls() {
        var pace = new Strategy("2", "1", 5, false, 10, 60, OnFailure.STOP, 0, (int) HEALTH, 0, false);
        Course course = Course.begin(Status.RUNNING, 3, null, 0);
        var rollout = new Rollout(1, 1, "publish", 1, "2.0", null, "anna", 0, pace, course);

        assertThat(Gate.decide(rollout, parts(4, 0, 0, 1), 50)).isEqualTo(new Next.BatchAt(60_050));
        Rollout later = rollout.with(course.inBatch(1, 60_050));
        assertThat(Gate.decide(later, parts(2, 0, 0, 3), 70_000)).isEqualTo(new Next.BatchAt(75_000));
    }

    @Test
    void gate_waitsForSomebody_afterTheCanary() {
        Rollout rollout = rollout(OnFailure.STOP, 0, 0, true, 0);

        assertThat(Gate.decide(rollout, parts(4, 0, 0, 2), 50)).isInstanceOf(Next.Pause.class);
        Rollout resumed = rollout.with(rollout.course().nextAt(50));
        assertThat(Gate.decide(resumed, parts(4, 0, 0, 2), 50)).isEqualTo(new Next.BeginBatch(1));
    }

    @Test
    void gate_doesWhatWasAsked_whenTooMuchFails() {
        Parts bad = parts(4, 1, 1, 0);

        assertThat(Gate.decide(rollout(OnFailure.STOP, 0, 0, false, 0), bad, 50))
                .isEqualTo(new Next.Stop());
        assertThat(Gate.decide(rollout(OnFailure.REVERT, 0, 0, false, 0), bad, 50))
                .isEqualTo(new Next.Revert());
        assertThat(Gate.decide(rollout(OnFailure.CONTINUE, 0, 0, false, 0), bad, 50))
                .isEqualTo(new Next.Rest(Status.RUNNING, 100));
        assertThat(Gate.decide(rollout(OnFailure.STOP, 1, 0, false, 0), bad, 50))
                .isEqualTo(new Next.Rest(Status.RUNNING, 100));
    }

    @Test
    void gate_reverts_whenTheLastBatchFails() {
        assertThat(Gate.decide(rollout(OnFailure.REVERT, 0, 0, false, 0), parts(0, 0, 1, 5), 50))
                .isEqualTo(new Next.Revert());
        assertThat(Gate.decide(rollout(OnFailure.STOP, 0, 0, false, 0), parts(0, 0, 1, 5), 50))
                .isEqualTo(new Next.Rest(Status.FAILED, 0));
    }

    /** Whatever is reported, whenever, and however often somebody asks. */
    @Property(tries = 2_000)
    void anyReports_neverBeginABatchBeforeTheGateOpens(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int total,
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 0, max = 3) int tolerated,
            @ForAll OnFailure then,
            @ForAll @IntRange(min = 0, max = 2) int pause,
            @ForAll boolean canary) {
        var world = new World(total, batch, tolerated, then, pause, canary);
        var random = new Random(seed);
        for (int i = 0; i < 60; i++) world.happen(random);
        if (then != OnFailure.CONTINUE) assertThat(world.mostBroken).isLessThanOrEqualTo(tolerated + batch);
    }

    /** As the store, in memory; nobody resumes here, so that nothing is forgiven. */
    private static final class World {
        private final List<Part> parts = new ArrayList<>();
        private final int batch;
        private final int tolerated;
        private final OnFailure then;
        private Rollout rollout;
        private long now = 1;
        private int mostBroken;

        private static final class Part {
            private final int batch;
            private Progress state = Progress.PLANNED;
            private long dueAt;

            Part(int batch) {
                this.batch = batch;
            }
        }

        World(int total, int batch, int tolerated, OnFailure then, int pause, boolean canary) {
            this.batch = batch;
            this.tolerated = tolerated;
            this.then = then;
            this.rollout = rollout(then, tolerated, pause, canary, 0);
            for (int i = 0; i < total; i++) parts.add(new Part(i / batch));
            begin(0);
            settle();
        }

        private void begin(int number) {
            List<Part> before =
                    parts.stream().filter(part -> part.batch < number).toList();
            assertThat(before).allMatch(part -> part.state == Progress.READY || broken(part));
            if (then != OnFailure.CONTINUE) assertThat(broken()).isLessThanOrEqualTo(tolerated);
            for (Part part : parts) {
                if (part.batch != number) continue;
                part.state = Progress.QUEUED;
                part.dueAt = now + HEALTH * 1_000;
            }
            rollout = rollout.with(rollout.course().inBatch(number, now));
        }

        private boolean open(Part part) {
            return part.state == Progress.QUEUED || part.state == Progress.WORKING;
        }

        private boolean broken(Part part) {
            return part.state == Progress.FAILED || (open(part) && part.dueAt == 0);
        }

        private int broken() {
            return (int) parts.stream().filter(this::broken).count();
        }

        void happen(Random random) {
            Part part = parts.get(random.nextInt(parts.size()));
            switch (random.nextInt(6)) {
                case 0 -> now += random.nextLong(4_000);
                case 1 -> {
                    if (open(part)) part.state = Progress.WORKING;
                }
                case 2, 3 -> {
                    if (open(part) || part.state == Progress.FAILED) part.state = Progress.READY;
                }
                case 4 -> {
                    if (open(part)) part.state = Progress.FAILED;
                }
                default -> {
                    if (part.state == Progress.FAILED) part.state = Progress.WORKING;
                }
            }
            settle();
        }

        private Parts look() {
            int planned = 0;
            int next = Integer.MAX_VALUE;
            int open = 0;
            int overdue = 0;
            int late = 0;
            int failed = 0;
            int ready = 0;
            long due = 0;
            for (Part part : parts) {
                if (part.state == Progress.PLANNED) {
                    planned++;
                    next = Math.min(next, part.batch);
                } else if (part.state == Progress.FAILED) failed++;
                else if (part.state == Progress.READY) ready++;
                else if (part.dueAt == 0) late++;
                else {
                    due = due == 0 ? part.dueAt : Math.min(due, part.dueAt);
                    if (part.dueAt <= now) overdue++;
                    else open++;
                }
            }
            return new Parts(planned, next, 0, 0, open, due, overdue, late, failed, ready, 0, 0);
        }

        private void settle() {
            for (int i = 0; i < 100; i++) {
                mostBroken = Math.max(mostBroken, broken());
                switch (Gate.decide(rollout, look(), now)) {
                    case Next.Expire _ ->
                        parts.stream()
                                .filter(this::open)
                                .filter(part -> part.dueAt <= now)
                                .forEach(part -> {
                                    if (part.dueAt > 0) part.state = Progress.FAILED;
                                    part.dueAt = 0;
                                });
                    case Next.BeginBatch(int number) -> begin(number);
                    case Next.BatchAt(long at) ->
                        rollout = rollout.with(rollout.course().nextAt(at));
                    case Next.Pause(Reason why) ->
                        rollout = rollout.with(rollout.course().at(Status.PAUSED, Told.of(why), now));
                    case Next.Stop _ -> rollout = rollout.with(rollout.course().at(Status.FAILED, null, now));
                    case Next.Revert _ ->
                        rollout = rollout.with(rollout.course().at(Status.REVERTING, null, now));
                    case Next.Activate _, Next.BeginDelayed _ -> throw new AssertionError("nothing is delayed here");
                    case Next.Rest(Status status, long wakeAt) -> {
                        assertThat(wakeAt == 0 || wakeAt > now).isTrue();
                        rollout = rollout.with(
                                rollout.course().at(status, rollout.course().paused(), now));
                        assertThat(Gate.decide(rollout, look(), now)).isEqualTo(new Next.Rest(status, wakeAt));
                        return;
                    }
                }
            }
            throw new AssertionError("it never comes to rest, batch size " + batch);
        }
    }
}
