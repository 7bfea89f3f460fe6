package io.stardust.agent.supervise;

import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ends one process and all it has started: the calls are led away from it, then it is asked to end, then killed. Begun
 * on the supervisor's thread of decisions, and told there; done on hands.
 */
final class Ending {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final ManagedProcess process;
    private final Duration patience;
    private final Predicate<Mark> with;
    private volatile boolean hurried;

    /** Hears how it went; not told when the agent ends meanwhile. */
    interface Done {
        /** @param how The reason, and what there is to say beside it. */
        void with(Reason how, Duration took);
    }

    /** @param with What else belongs to it. */
    Ending(SupervisorContext shop, AppStatus news, ManagedProcess process, Predicate<Mark> with) {
        this.shop = shop;
        this.news = news;
        this.process = process;
        this.patience = news.wanted().stopWait(shop.settings());
        this.with = with;
    }

    /**
     * @param placement As the process was started.
     * @param well False: calls to it are not waited for.
     * @param next See {@link Traffic.Stop}.
     */
    void begin(Reason why, DeployInfo placement, boolean well, @Nullable String next, Done done) {
        shop.log().info("{}: stopping process {}: {}", news.wanted().name(), process.pid(), why);
        long from = System.nanoTime();
        Consumer<Duration> led = most -> shop.decisions().execute(() -> news.draining(most));
        var stop = new Traffic.Stop(well, patience, () -> hurried || process.ended(), led, next);
        Consumer<Traffic.Left> ends = left -> {
            try {
                Reason how = stopped(left.in(why));
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                shop.decisions().execute(() -> done.with(how, took));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends
            }
        };
        if (well) {
            shop.hands().drain(() -> {
                Traffic.Left left = leave(placement, stop);
                if (left != null) shop.hands().await(() -> ends.accept(left));
            });
        } else {
            shop.hands().await(() -> {
                Traffic.Left left = leave(placement, stop);
                if (left != null) ends.accept(left);
            });
        }
    }

    /** Calls to it are waited for no longer. */
    void hurry() {
        hurried = true;
    }

    /** On a hand; null when the agent ends meanwhile. */
    private Traffic.@Nullable Left leave(DeployInfo placement, Traffic.Stop stop) {
        if (placement.id() <= 0) return Traffic.Left.CLEAN;
        try {
            return shop.traffic().leaving(placement, process.run(), stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
            return null;
        }
    }

    /** On a hand; returns why, and what there is to say beside it. */
    private Reason stopped(Reason why) throws InterruptedException {
        try {
            Sessions.Stopped how = shop.sessions().stop(process, patience, with);
            Reason told = how.graceful() ? why : why.in(Code.KILLED_LATE);
            return how.strays().isEmpty()
                    ? told
                    : told.in(Code.STRAYS_ENDED, "left", Aftermath.processes(how.strays()));
        } catch (RuntimeException e) { // a border: this app must be able to go on
            shop.log()
                    .error(
                            "{}: process {} was not stopped as it should",
                            news.wanted().name(),
                            process.pid(),
                            e);
            return why.in(Code.STOP_FAILED, "error", e);
        }
    }
}
