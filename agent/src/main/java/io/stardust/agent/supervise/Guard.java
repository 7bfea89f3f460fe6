package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process of one app: starts it, stops it, and starts it again when it ends by itself or is not well. Runs on the
 * supervisor's thread of decisions; {@code decide} is run when something has ended that was asked for here.
 */
final class Guard {
    private final Workshop shop;
    private final AppNews news;
    private final BooleanSupplier mayRun;
    private final Runnable decide;
    private final Revival revival;
    private final Care care;
    private @Nullable ManagedProcess process;
    private @Nullable Starting last; // how the process was started, or would be again
    private boolean planning;
    private boolean stopping;

    /** @param mayRun Whether a process that ended by itself may be started again now. */
    Guard(Workshop shop, AppNews news, BooleanSupplier mayRun, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.mayRun = mayRun;
        this.decide = decide;
        this.revival = new Revival(shop, news, new Starts());
        this.care = new Care(shop, news, new Wishes());
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
        return revival.waits();
    }

    /** What the last start was worked out for. */
    @Nullable
    Wanted lastWanted() {
        return last == null ? null : last.wanted();
    }

    /** Somebody wants something else: earlier failures do not count. */
    void reset() {
        revival.reset();
    }

    void cancelNext() {
        revival.cancel();
    }

    /** What is asked of it while it runs may have changed. */
    void cares(Wanted wanted) {
        ManagedProcess running = process;
        if (running != null && !working()) care.again(running, wanted);
    }

    void adopt(ManagedProcess survivor, Wanted wanted, @Nullable Starting found) {
        process = survivor;
        shop.log().info("{}: process {} runs, taken on", news.wanted().name(), survivor.pid());
        watch(survivor);
        if (found == null) {
            planning = true; // nothing may be done to its files meanwhile
            shop.hands().execute(() -> learn(survivor, wanted));
        } else {
            last = found;
            care.begin(survivor, wanted, found.launch());
        }
    }

    /** An earlier agent has started it: how, is worked out now, so that its end finds everything ready. */
    private void learn(ManagedProcess survivor, Wanted wanted) {
        Starting.Outcome outcome = Starting.plan(shop, wanted);
        shop.decisions().execute(() -> {
            planning = false;
            if (survivor.equals(process) && !stopping) {
                Starting known = outcome instanceof Starting.Outcome.Ready ready ? ready.starting() : null;
                last = known;
                care.begin(survivor, news.wanted(), known == null ? null : known.launch());
            }
            decide.run();
        });
    }

    /** Starts in a way that was worked out before. */
    void startAs(Starting starting) {
        news.planned();
        last = starting;
        spawn(starting, () -> null);
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
            care.begin(started, starting.wanted(), starting.launch());
            shop.log().info("{}: {} started, process {}", news.wanted().name(), starting.version(), started.pid());
        } catch (IOException e) {
            failedStart("cannot be started: " + e.getMessage());
        }
    }

    private void watch(ManagedProcess watched) {
        var _ = watched.exit().thenAccept(exit -> shop.decisions().execute(() -> exited(watched, exit)));
        if (watched.adopted() || news.wanted().gated()) return;
        shop.decisions().after(shop.settings().startWait(), () -> {
            if (watched.equals(process) && !watched.ended()) news.ready(watched);
        });
    }

    private void failedStart(String why) {
        shop.log().warn("{}: not started: {}", news.wanted().name(), why);
        news.startFailed(why);
        revival.judge(() -> why, Duration.ZERO, true);
    }

    /** The hot path: when a process was killed its successor runs before anything is written or told. */
    void exited(ManagedProcess ended, Exit exit) {
        if (!ended.equals(process) || stopping) return; // whoever stops it takes note
        process = null;
        care.end();
        Sessions.Marks marks = news.marks();
        Duration uptime = ended.uptime(exit);
        Starting was = last;
        if (was == null ? news.wanted().task() : was.wanted().task()) {
            String how = care.explains(exit, uptime).get();
            shop.log().info("{}: task {}", news.wanted().name(), how);
            news.taskEnded(exit, how);
        } else {
            boolean early = !ended.adopted()
                    && (news.wanted().gated()
                            ? news.unready()
                            : uptime.compareTo(shop.settings().startWait()) < 0);
            news.crashed(exit);
            revival.judge(
                    care.explains(exit, uptime),
                    uptime,
                    early && !Integer.valueOf(0).equals(exit.code()));
        }
        shop.hands().execute(() -> sweep(ended, exit, marks));
        decide.run();
    }

    /** What an app left running when it went away holds its port; its successor is in a session of its own. */
    private void sweep(ManagedProcess ended, Exit exit, Sessions.Marks marks) {
        try {
            int left = shop.sessions().sweep(ended, exit, marks);
            if (left > 0)
                shop.log()
                        .warn(
                                "{}: process {} left {} others behind, killed",
                                news.wanted().name(),
                                ended.pid(),
                                left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process and all it has started. */
    void stop(String why, boolean again) {
        end(why, again, false);
    }

    private void end(String why, boolean again, boolean unfit) {
        ManagedProcess running = process;
        if (running == null || stopping) return;
        stopping = true;
        care.end();
        shop.log().info("{}: stopping process {}: {}", news.wanted().name(), running.pid(), why);
        long from = System.nanoTime();
        Duration uptime = running.uptime();
        Duration patience = news.wanted().stopWait(shop.settings());
        Sessions.Marks marks = news.marks();
        shop.hands().execute(() -> {
            try {
                boolean graceful = shop.sessions().stop(running, patience, marks);
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                String detail = graceful ? why : why + " (did not end in time, killed)";
                shop.decisions().execute(() -> stopped(running, took, detail, again, unfit ? uptime : null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends
            }
        });
    }

    private void stopped(
            ManagedProcess ended, Duration took, String why, boolean again, @Nullable Duration unfitAfter) {
        stopping = false;
        process = null;
        news.stopped(ended, took, why, again);
        if (unfitAfter != null && mayRun.getAsBoolean()) {
            news.intervenes(why);
            revival.judge(() -> why, unfitAfter, false);
        }
        decide.run();
    }

    void measured(ManagedProcess measured, long residentMb) {
        if (measured.equals(process) && !stopping) care.measured(residentMb);
    }

    /** The agent ends and this process with it: nothing is done about its end any more. */
    void leave() {
        stopping = true;
        care.end();
        revival.cancel();
    }

    private final class Starts implements Revival.Starts {
        @Override
        public boolean atOnce(Supplier<@Nullable String> why) {
            Starting again = last;
            if (again == null || !mayRun.getAsBoolean()) return false;
            spawn(again, why);
            return true;
        }

        @Override
        public void now() {
            Starting again = last;
            if (again != null && process == null && !working() && mayRun.getAsBoolean()) spawn(again, () -> null);
            decide.run(); // without an earlier start, all of it is worked out anew
        }
    }

    private final class Wishes implements Care.Wishes {
        @Override
        public void unfit(String why) {
            end(why, true, true);
        }

        @Override
        public void anew(String why) {
            end(why, true, false);
        }
    }
}
