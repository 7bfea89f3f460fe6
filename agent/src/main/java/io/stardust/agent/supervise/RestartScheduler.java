package io.stardust.agent.supervise;

import io.stardust.agent.supervise.RestartPolicy.Decision;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the process of one app, which ended, is started again. Runs on the supervisor's thread of decisions. */
final class RestartScheduler {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final Starts starts;
    private RestartPolicy policy;
    private Serial.@Nullable Later next;
    private boolean gaveUp;
    private @Nullable Verdict latest;

    /** Who starts. */
    interface Starts {
        /** As the last time, if that may be. */
        boolean atOnce(Reason why);

        /** The time has come. */
        void now();
    }

    /** What is done about one end: {@code delay} null = it was started again; {@code failures} 0 = not given up. */
    private record Verdict(@Nullable Duration delay, int failures) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other; // each end has its own
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Says what became of an end, as soon as it can be put into words. */
    interface Told {
        /** @param why How it ended, for people. */
        void with(Reason why);
    }

    RestartScheduler(SupervisorContext shop, AppStatus news, Starts starts) {
        this.shop = shop;
        this.news = news;
        this.starts = starts;
        this.policy = RestartPolicy.fresh(shop.settings().restart());
    }

    /** The next start is awaited, or there will be none. */
    boolean waits() {
        return next != null || gaveUp;
    }

    /** Somebody wants something else: earlier failures do not count. */
    void reset() {
        cancel();
        gaveUp = false;
        policy = RestartPolicy.fresh(shop.settings().restart());
    }

    void cancel() {
        if (next != null) next.cancel();
        next = null;
    }

    /** Decides and begins at once. What it found is told by what is returned. {@code how} is known without a disk. */
    Told judge(Reason how, Duration uptime, boolean failedStart) {
        Verdict verdict = decide(how, uptime);
        latest = verdict;
        Duration delay = verdict.delay();
        if (delay != null && verdict.failures() == 0) { // what is found out may come after the next start
            news.failing(waiting(failedStart), how.in(Code.NEXT_START, "delay", delay.toMillis()), false);
        }
        return why -> tell(verdict, why, failedStart);
    }

    private Verdict decide(Reason how, Duration uptime) {
        Decision decision = policy.exited(uptime, shop.random());
        // Not a switch: matching types in one makes classes at run time, and the first crash would wait for them.
        if (decision instanceof Decision.GiveUp gives) {
            cancel();
            gaveUp = true;
            return new Verdict(Duration.ZERO, gives.failures());
        }
        if (!(decision instanceof Decision.Restart restart)) throw new IllegalStateException("what else?");
        policy = restart.next();
        if (restart.delay().isZero() && starts.atOnce(how.in(Code.STARTED_AGAIN))) return new Verdict(null, 0);
        cancel();
        next = shop.decisions().after(restart.delay(), () -> {
            next = null;
            starts.now();
        });
        return new Verdict(restart.delay(), 0);
    }

    private static PlacementState waiting(boolean failedStart) {
        return failedStart ? PlacementState.FAILED : PlacementState.BACK_OFF;
    }

    private void tell(Verdict verdict, Reason why, boolean failedStart) {
        String name = news.wanted().name();
        news.ended(why, failedStart);
        Duration delay = verdict.delay();
        if (delay == null) {
            shop.log().warn("{}: {}, started again", name, why);
            if (verdict.equals(latest)) news.startedBecause(why.in(Code.STARTED_AGAIN));
            return;
        }
        if (verdict.failures() > 0) {
            Reason all = why.in(Code.GIVEN_UP, "failures", verdict.failures());
            shop.log().error("{}: {}", name, all);
            news.lastEnd();
            if (verdict.equals(latest) && gaveUp) news.failing(PlacementState.GAVE_UP, all, true);
        } else {
            Reason all = why.in(Code.NEXT_START, "delay", delay.toMillis());
            shop.log().warn("{}: {}", name, all);
            if (verdict.equals(latest) && next != null) news.failing(waiting(failedStart), all, failedStart);
            else news.keep();
        }
    }
}
