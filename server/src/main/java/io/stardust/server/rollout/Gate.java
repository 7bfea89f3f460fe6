package io.stardust.server.rollout;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.OnFailure;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decides what a rollout does next, from how far it has come, how its parts stand and what time it is. A pure function:
 * asked again without news it says the same, so that it does not matter who asks, how often, or whether the server died
 * in between.
 */
final class Gate {
    private Gate() {}

    /**
     * How the parts stand.
     *
     * @param planned parts whose batch has not begun; {@code nextBatch}: the first such batch
     * @param delayed parts of batches that have begun, waiting for their own delay; {@code nextBegin}: the first of
     *     these times, 0 = none
     * @param open begun, not ready, not failed, and still in time; {@code nextDue}: when the first has no more time
     * @param overdue begun, not ready, and just out of time
     * @param late out of time some while ago, and still working on it
     * @param unwell were ready and are not well now
     */
    record Parts(
            int planned,
            int nextBatch,
            int delayed,
            long nextBegin,
            int open,
            long nextDue,
            int overdue,
            int late,
            int failed,
            int ready,
            int superseded,
            int unwell) {
        /** How many count against what is tolerated. */
        int broken() {
            return failed + late + unwell;
        }

        /** Where there is any. */
        Set<Progress> present() {
            Set<Progress> present = EnumSet.noneOf(Progress.class);
            if (planned + delayed > 0) present.add(Progress.PLANNED);
            if (open + overdue + late > 0) present.add(Progress.WORKING);
            if (failed > 0) present.add(Progress.FAILED);
            if (ready > 0) present.add(Progress.READY);
            if (superseded > 0) present.add(Progress.SUPERSEDED);
            return present;
        }
    }

    /** What is to be done; after each of these but the last one asks again. */
    sealed interface Next {
        /** Its time has come. */
        record Activate() implements Next {}

        /** What is out of time has failed. */
        record Expire() implements Next {}

        /** The delay of parts is over. */
        record BeginDelayed() implements Next {}

        /** A batch begins. */
        record BeginBatch(int batch) implements Next {}

        /** It waits for people. */
        record Pause(Reason why) implements Next {}

        /** Too much has failed: nothing more begins. */
        record Stop() implements Next {}

        /** Too much has failed: what was moved is moved back. */
        record Revert() implements Next {}

        /** The next batch begins then. */
        record BatchAt(long at) implements Next {}

        /** Nothing until there is news, or until {@code wakeAt}; 0 = never. */
        record Rest(Status status, long wakeAt) implements Next {}
    }

    static Next decide(Rollout rollout, Parts parts, long now) {
        Status status = rollout.course().status();
        if (status == Status.SCHEDULED) {
            long at = rollout.pace().startAt();
            return at <= now ? new Next.Activate() : new Next.Rest(status, at);
        }
        if (parts.overdue() > 0) return new Next.Expire();
        if (status == Status.RUNNING) return running(rollout, parts, now);
        return new Next.Rest(RolloutProgress.status(rollout, parts.present(), parts.failed()), parts.nextDue());
    }

    private static Next running(Rollout rollout, Parts parts, long now) {
        Course course = rollout.course();
        boolean toCome = parts.planned() + parts.delayed() > 0;
        OnFailure then = rollout.pace().onFailure();
        boolean tooMany = parts.broken() - course.forgiven() > rollout.pace().maxFailures();
        if (tooMany && then == OnFailure.REVERT) return new Next.Revert();
        if (tooMany && then == OnFailure.STOP && toCome) return new Next.Stop();
        if (parts.nextBegin() > 0 && parts.nextBegin() <= now) return new Next.BeginDelayed();
        boolean settled = parts.open() == 0 && parts.delayed() == 0;
        if (settled && parts.planned() > 0) return next(rollout, parts, now);
        long wake = earliest(parts.nextDue(), parts.nextBegin());
        return new Next.Rest(RolloutProgress.status(rollout, parts.present(), parts.failed()), wake);
    }

    /** The batch that began last is through. */
    private static Next next(Rollout rollout, Parts parts, long now) {
        Course course = rollout.course();
        if (course.nextBatchAt() == 0) {
            boolean first = course.currentBatch() == 0;
            if (first && rollout.pace().pauseAfterCanary()) return new Next.Pause(Reason.of(Code.CANARY_COMPLETE));
            int ramp = first ? rollout.pace().rampSeconds() : 0;
            long pause = Math.max(rollout.pace().pauseSeconds(), ramp) * 1_000L;
            return pause == 0 ? new Next.BeginBatch(parts.nextBatch()) : new Next.BatchAt(now + pause);
        }
        return course.nextBatchAt() <= now
                ? new Next.BeginBatch(parts.nextBatch())
                : new Next.Rest(Status.RUNNING, course.nextBatchAt());
    }

    private static long earliest(long a, long b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }
}
