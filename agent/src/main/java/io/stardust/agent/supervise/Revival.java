package io.stardust.agent.supervise;

import io.stardust.agent.supervise.RestartPolicy.Decision;
import io.stardust.protocol.deploy.PlacementState;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** When the process of one app, which ended, is started again. Runs on the supervisor's thread of decisions. */
final class Revival {
    private final Workshop shop;
    private final AppNews news;
    private final Starts starts;
    private RestartPolicy policy;
    private Serial.@Nullable Later next;
    private boolean gaveUp;

    /** Who starts. */
    interface Starts {
        /** As the last time, if that may be; the reason is put into words only after the start. */
        boolean atOnce(Supplier<@Nullable String> why);

        /** The time has come. */
        void now();
    }

    Revival(Workshop shop, AppNews news, Starts starts) {
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

    /** @param how Put into words only after a successor was started. */
    void judge(Supplier<String> how, Duration uptime, boolean failedStart) {
        Decision decision = policy.exited(uptime, shop.random());
        // Not a switch: matching types in one makes classes at run time, and the first crash would wait for them.
        if (decision instanceof Decision.GiveUp gives) {
            giveUp(how.get(), gives.failures(), failedStart);
        } else if (decision instanceof Decision.Restart restart) {
            policy = restart.next();
            if (restart.delay().isZero() && starts.atOnce(() -> how.get() + ", started again")) {
                shop.log().warn("{}: {}, started again", news.wanted().name(), how.get());
                if (failedStart) news.startFailed(explained(how.get(), true));
            } else {
                await(restart.delay(), how.get(), failedStart);
            }
        }
    }

    private void giveUp(String how, int failures, boolean failedStart) {
        gaveUp = true;
        String why = explained(how, failedStart) + "; given up after " + failures + " failures in a row";
        shop.log().error("{}: {}", news.wanted().name(), why);
        news.failing(PlacementState.GAVE_UP, why, true);
    }

    private void await(Duration delay, String how, boolean failedStart) {
        cancel();
        next = shop.decisions().after(delay, () -> {
            next = null;
            starts.now();
        });
        String explained = explained(how, failedStart);
        String why = explained + "; next start in " + Words.time(delay);
        shop.log().warn("{}: {}", news.wanted().name(), why);
        if (failedStart) news.startFailed(explained);
        news.failing(failedStart ? PlacementState.FAILED : PlacementState.BACK_OFF, why, failedStart);
    }

    private String explained(String how, boolean failedStart) {
        String port =
                failedStart ? shop.words().portTaken(news.wanted().service().port(), news.output()) : "";
        return port.isEmpty() ? how : how + ": " + port;
    }
}
