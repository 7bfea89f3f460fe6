package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
import io.stardust.agent.supervise.RestartPolicy.Decision.GiveUp;
import io.stardust.agent.supervise.RestartPolicy.Decision.Restart;
import io.stardust.protocol.deploy.PlacementState;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one app: starts it, stops it, and starts it again when it ends by itself. Runs on the supervisor's
 * thread of decisions; {@code decide} is run when something has ended that was asked for here.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final Workshop shop;
    private final AppNews news;
    private final String name;
    private final BooleanSupplier mayRun;
    private final Runnable decide;
    private @Nullable ManagedProcess process;
    private @Nullable Starting last; // how the process was started, or would be again
    private RestartPolicy policy;
    private Serial.@Nullable Later next;
    private boolean gaveUp;
    private boolean planning;
    private boolean stopping;
    private int overLimit;

    /** @param mayRun Whether a process that ended by itself may be started again now. */
    Guard(Workshop shop, AppNews news, String name, BooleanSupplier mayRun, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.name = name;
        this.mayRun = mayRun;
        this.decide = decide;
        this.policy = RestartPolicy.fresh(shop.settings().restart());
    }

    @Nullable
    ManagedProcess process() {
        return process;
    }

    /** Being started or stopped. */
    boolean working() {
        return planning || stopping;
    }

    /** Waits for its next start, or will not be started any more. */
    boolean waits() {
        return next != null || gaveUp;
    }

    /** What the last start was worked out for. */
    @Nullable
    Wanted lastWanted() {
        return last == null ? null : last.wanted();
    }

    void adopt(ManagedProcess survivor) {
        process = survivor;
        LOG.info("{}: process {} runs, taken on", name, survivor.pid());
        watch(survivor);
    }

    /** Somebody wants something else: earlier failures do not count. */
    void reset() {
        cancelNext();
        gaveUp = false;
        policy = RestartPolicy.fresh(shop.settings().restart());
    }

    void cancelNext() {
        if (next != null) next.cancel();
        next = null;
    }

    /** Works out how to start, then starts; a task is written down before, so that it never runs twice. */
    void start(Wanted wanted) {
        planning = true;
        shop.hands().execute(() -> {
            Starting.Outcome outcome = Starting.plan(shop, wanted);
            shop.decisions().execute(() -> planned(wanted, outcome));
        });
    }

    private void planned(Wanted wanted, Starting.Outcome outcome) {
        planning = false;
        if (!mayRun.getAsBoolean()) {
            decide.run();
            return;
        }
        news.planned();
        // Not a switch: matching types in one makes classes at run time.
        if (outcome instanceof Starting.Outcome.Refused(var why)) failedStart(why);
        if (outcome instanceof Starting.Outcome.Ready(var starting)) {
            last = starting;
            if (wanted.task()) begin(starting);
            else spawn(starting, () -> null);
        }
        decide.run();
    }

    private void begin(Starting task) {
        planning = true;
        news.taskBegins();
        shop.hands().execute(() -> {
            shop.memory().write();
            shop.decisions().execute(() -> {
                planning = false;
                spawn(task, () -> null);
                decide.run();
            });
        });
    }

    private void spawn(Starting starting, Supplier<@Nullable String> why) {
        try {
            ManagedProcess started = ManagedProcess.start(starting.launch(), shop.table(), shop.clock());
            process = started;
            watch(started);
            news.started(started, starting, why.get());
            LOG.info("{}: {} started, process {}", name, starting.version(), started.pid());
        } catch (IOException e) {
            failedStart("cannot be started: " + e.getMessage());
        }
    }

    private void watch(ManagedProcess watched) {
        var _ = watched.exit().thenAccept(exit -> shop.decisions().execute(() -> exited(watched, exit)));
        if (watched.adopted()) return;
        shop.decisions().after(shop.settings().startWait(), () -> {
            if (watched.equals(process) && !watched.ended()) news.ready(watched);
        });
    }

    private void failedStart(String why) {
        LOG.warn("{}: not started: {}", name, why);
        news.startFailed(why);
        judge(() -> why, Duration.ZERO, true);
    }

    /** The hot path: when a process was killed its successor runs before anything is written or told. */
    void exited(ManagedProcess ended, Exit exit) {
        if (!ended.equals(process) || stopping) return; // whoever stops it takes note
        process = null;
        Duration uptime = Duration.between(ended.started(), exit.time());
        Starting was = last;
        if (was == null ? news.task() : was.wanted().task()) {
            String how = Words.ended(exit, uptime);
            LOG.info("{}: task {}", name, how);
            news.taskEnded(exit, how);
        } else {
            boolean early = !ended.adopted() && uptime.compareTo(shop.settings().startWait()) < 0;
            news.crashed(exit);
            judge(
                    () -> Words.ended(exit, uptime),
                    uptime,
                    early && !Integer.valueOf(0).equals(exit.code()));
        }
        shop.hands().execute(() -> sweep(ended));
        decide.run();
    }

    /** What an app left running when it went away holds its port; its successor is in a session of its own. */
    private void sweep(ManagedProcess ended) {
        try {
            int left = shop.sessions().kill(ended);
            if (left > 0) LOG.warn("{}: process {} left {} others behind, killed", name, ended.pid(), left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param how Put into words only after a successor was started. */
    private void judge(Supplier<String> how, Duration uptime, boolean failedStart) {
        switch (policy.exited(uptime, shop.random())) {
            case GiveUp(var failures) -> {
                gaveUp = true;
                String why = explained(how.get(), failedStart) + "; given up after " + failures + " failures in a row";
                LOG.error("{}: {}", name, why);
                news.failing(PlacementState.GAVE_UP, why, true);
            }
            case Restart(var delay, var judgeOfNext) -> {
                policy = judgeOfNext;
                Starting again = last;
                if (delay.isZero() && again != null && mayRun.getAsBoolean()) {
                    spawn(again, () -> how.get() + ", started again");
                    LOG.warn("{}: {}, started again", name, how.get());
                    if (failedStart) news.startFailed(explained(how.get(), true));
                } else {
                    await(delay, how.get(), failedStart);
                }
            }
        }
    }

    private void await(Duration delay, String how, boolean failedStart) {
        cancelNext();
        next = shop.decisions().after(delay, this::restart);
        String explained = explained(how, failedStart);
        String why = "%s; next start in %s".formatted(explained, Words.time(delay));
        LOG.warn("{}: {}", name, why);
        if (failedStart) news.startFailed(explained);
        news.failing(failedStart ? PlacementState.FAILED : PlacementState.BACK_OFF, why, failedStart);
    }

    private String explained(String how, boolean failedStart) {
        String port = failedStart ? shop.words().portTaken(news.port(), news.output()) : "";
        return port.isEmpty() ? how : how + ": " + port;
    }

    private void restart() {
        next = null;
        Starting again = last;
        if (again != null && process == null && !working() && mayRun.getAsBoolean()) spawn(again, () -> null);
        decide.run(); // without an earlier start, all of it is worked out anew
    }

    /** Ends the process and all it has started. */
    void stop(String why, boolean again) {
        ManagedProcess running = process;
        if (running == null || stopping) return;
        stopping = true;
        overLimit = 0;
        LOG.info("{}: stopping process {}: {}", name, running.pid(), why);
        long from = System.nanoTime();
        shop.hands().execute(() -> {
            try {
                boolean graceful = shop.sessions().stop(running, shop.settings().stopWait());
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                String detail = graceful ? why : why + " (did not end in time, killed)";
                shop.decisions().execute(() -> stopped(running, took, detail, again));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends
            }
        });
    }

    private void stopped(ManagedProcess ended, Duration took, String why, boolean again) {
        stopping = false;
        process = null;
        news.stopped(ended, took, why, again);
        decide.run();
    }

    /** Twice in a row above its limit: stopped, to be started anew. */
    void measured(ManagedProcess measured, long residentMb, int limitMb) {
        if (!measured.equals(process) || stopping) return;
        overLimit = limitMb > 0 && residentMb > limitMb ? overLimit + 1 : 0;
        if (overLimit >= 2) stop("used %d MB of memory, limit %d MB".formatted(residentMb, limitMb), true);
    }

    /** The agent ends and this process with it: nothing is done about its end any more. */
    void leave() {
        stopping = true;
        cancelNext();
    }
}
