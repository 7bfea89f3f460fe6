package io.stardust.agent.supervise;

import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.agent.supervise.process.Words;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The process of one app: starts it, stops it, and starts it again when it ends by itself or is not well. Runs on the
 * supervisor's thread of decisions; {@code decide} is run when something has ended that was asked for here.
 */
final class Guard {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final BooleanSupplier mayRun;
    private final Runnable decide;
    private final RestartScheduler revival;
    private final ProcessMonitor care;
    private @Nullable ManagedProcess process;
    private @Nullable Starting last; // how the process was started, or would be again
    private boolean planning;
    private boolean stopping;
    private boolean swept; // nothing of an earlier start is left

    /** @param mayRun Whether a process that ended by itself may be started again now. */
    Guard(SupervisorContext shop, AppStatus news, BooleanSupplier mayRun, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.mayRun = mayRun;
        this.decide = decide;
        this.revival = new RestartScheduler(shop, news, new Starts());
        this.care = new ProcessMonitor(shop, news, new Wishes());
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
    DesiredApp lastWanted() {
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
    void cares(DesiredApp wanted) {
        ManagedProcess running = process;
        if (running == null || working()) return;
        care.again(running, wanted);
        news.offers(running);
    }

    void adopt(ManagedProcess survivor, DesiredApp wanted, @Nullable Starting found) {
        process = survivor;
        swept = false;
        shop.outputs().of(wanted.name()).adopted(survivor.pid(), news.version());
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
    private void learn(ManagedProcess survivor, DesiredApp wanted) {
        Starting.Outcome outcome = Starting.look(shop, wanted);
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
        spawn(starting, null);
    }

    /** Works out how to start, then starts; a task is written down before, so that it never runs twice. */
    void start(DesiredApp wanted) {
        planning = true;
        Mark.App app = news.mark();
        // of several another one may be meant, unless an overlap may have been cut short
        boolean sweep = !swept && (!wanted.multiple() || wanted.service().overlapPort() > 0);
        shop.hands().execute(() -> {
            List<String> left = sweep ? leftovers(app) : List.of();
            Starting.Outcome outcome = Starting.plan(shop, wanted);
            boolean task = wanted.task() && outcome instanceof Starting.Outcome.Ready;
            Reason refusal = task ? unwritten(wanted) : null;
            shop.decisions().execute(() -> {
                swept = true;
                sweptOut(left, Duration.ZERO);
                planned(wanted, refusal == null ? outcome : new Starting.Outcome.Refused(refusal));
            });
        });
    }

    /** A task that is not written down could run twice: on a disk that takes nothing it waits. */
    private @Nullable Reason unwritten(DesiredApp task) {
        try {
            shop.memory().writeWith(shop.memory().of(task.name()).begins(task.taskRun()));
            return null;
        } catch (IOException | RuntimeException e) {
            return Reason.of(Code.TASK_UNWRITTEN, "error", e.getMessage());
        }
    }

    private void planned(DesiredApp wanted, Starting.Outcome outcome) {
        planning = false;
        // begun as another run than the one wanted by now, it would be ended, and that one taken for done
        boolean outdated =
                wanted.task() && !wanted.taskRun().equals(news.wanted().taskRun());
        if (outdated || !mayRun.getAsBoolean()) {
            decide.run();
            return;
        }
        news.planned();
        // Not a switch: matching types in one makes classes at run time.
        if (outcome instanceof Starting.Outcome.Refused(var why)) failedStart(why);
        if (outcome instanceof Starting.Outcome.Ready(var starting)) {
            last = starting;
            if (wanted.task()) news.taskBegins();
            spawn(starting, null);
        }
        decide.run();
    }

    /**
     * Works out how to start what is wanted while something else of the app runs, so that a start that would fail ends
     * nothing. {@code fit}: it can be started; else {@code unfit} hears why not.
     */
    void rehearse(DesiredApp wanted, Consumer<Starting> fit, Consumer<Reason> unfit) {
        ManagedProcess running = process;
        planning = true;
        Mark.App app = news.mark();
        Starting before = last;
        boolean otherPort = before == null
                || before.wanted().service().port() != wanted.service().port();
        shop.hands().execute(() -> {
            Reason taken = running != null && otherPort ? Starting.portTaken(shop, wanted, running, app) : null;
            Starting.Outcome outcome =
                    taken == null ? Starting.look(shop, wanted) : new Starting.Outcome.Refused(taken);
            shop.decisions().execute(() -> {
                planning = false;
                if (outcome instanceof Starting.Outcome.Ready(var starting)) fit.accept(starting);
                if (outcome instanceof Starting.Outcome.Refused(var why)) unfit.accept(why);
                decide.run();
            });
        });
    }

    /**
     * Whether the process that runs, which this machine's own file asked for, is what {@code other} would start: the
     * same command in the same folder as the same user, with the same variables.
     */
    boolean runsAs(Starting other) {
        Starting now = last;
        return now != null
                && process != null
                && now.wanted().local()
                && !other.wanted().local()
                && other.wanted().deploy().restarts() == 0
                && other.wanted().config().isEmpty()
                && now.launch().wrapped().equals(other.launch().wrapped())
                && now.launch().directory().equals(other.launch().directory())
                && now.launch().oomScore() == other.launch().oomScore()
                && variables(now).equals(variables(other));
    }

    /** Those that people chose; what the agent adds names the release, for one. */
    private static Map<String, String> variables(Starting starting) {
        Map<String, String> variables = new HashMap<>(starting.launch().environment());
        variables.keySet().removeIf(name -> name.startsWith("STARDUST_"));
        return variables;
    }

    /** The process that runs is what was asked for by other words. */
    void keeps(Starting same) {
        last = same;
        ManagedProcess running = process;
        if (running != null) news.keeps(running, same);
    }

    private void spawn(Starting starting, @Nullable Reason why) {
        try {
            String run = shop.runs().next();
            OutputLog output = shop.outputs().of(starting.wanted().name());
            long printed = output.size();
            ManagedProcess started = ManagedProcess.start(starting.launch(), run, shop.table(), shop.clock());
            process = started;
            swept = false;
            watch(started);
            news.started(started, starting, why);
            output.started(started.pid(), news.version(), printed);
            care.begin(started, starting.wanted(), starting.launch());
            shop.log().info("{}: {} started, process {}", news.wanted().name(), starting.version(), started.pid());
        } catch (IOException e) {
            failedStart(Reason.of(Code.CANNOT_START, "error", e.getMessage()));
        }
    }

    private void watch(ManagedProcess watched) {
        var _ = watched.exit().thenAccept(exit -> shop.decisions().execute(() -> exited(watched, exit)));
        if (watched.adopted() || news.wanted().gated()) return;
        shop.decisions().after(shop.settings().startWait(), () -> {
            if (watched.equals(process) && !watched.ended()) news.ready(watched);
        });
    }

    /** Another process, which is up, takes the place of the one that runs; returns that, null when none does. */
    @Nullable
    ManagedProcess succeed(ManagedProcess next, Starting how) {
        ManagedProcess before = process;
        care.end();
        revival.reset();
        process = next;
        last = how;
        swept = false;
        OutputLog output = shop.outputs().of(how.wanted().name());
        long printed = output.size();
        news.succeeds(next, how);
        output.started(next.pid(), news.version(), printed);
        watch(next);
        care.beginBeside(next, how.wanted(), how.launch());
        shop.log().info("{}: {} runs, process {}", news.wanted().name(), how.version(), next.pid());
        return before;
    }

    /** Nothing stands beside the process any more. */
    void alone() {
        care.alone();
    }

    private void failedStart(Reason why) {
        shop.log().warn("{}: not started: {}", news.wanted().name(), why);
        revival.judge(why, Duration.ZERO, true).with(why);
    }

    /** The hot path: when a process was killed its successor runs before anything is read, written or told. */
    void exited(ManagedProcess ended, Exit exit) {
        if (!ended.equals(process) || stopping) return; // whoever stops it takes note
        process = null;
        Mark.App app = news.mark();
        int limit = care.end();
        Duration uptime = ended.uptime(exit);
        Starting was = last;
        boolean task = was == null ? news.wanted().task() : was.wanted().task();
        boolean early = !task && isEarly(ended, uptime);
        Aftermath aftermath = new Aftermath(
                news.wanted(),
                ended,
                exit,
                uptime,
                shop.outputs().of(news.wanted().name()).size(),
                limit,
                early);
        RestartScheduler.Told told;
        if (task) {
            planning = true; // what became of it is not known before its words are
            told = how -> {
                planning = false;
                shop.log().info("{}: task {}", news.wanted().name(), how);
                news.taskEnded(exit, how);
                decide.run();
            };
        } else {
            news.crashed(exit);
            told = revival.judge(Words.ended(exit, uptime), uptime, early);
        }
        news.over(ended);
        shop.hands().execute(() -> {
            Reason words = explained(aftermath, app);
            shop.decisions().execute(() -> told.with(words));
        });
        decide.run();
    }

    /** Whether it was not up yet: that is a start that failed, whatever its exit code. */
    private boolean isEarly(ManagedProcess ended, Duration uptime) {
        if (news.wanted().gated()) return news.unready();
        return !ended.adopted() && uptime.compareTo(shop.settings().startWait()) < 0;
    }

    /** On a hand. */
    private Reason explained(Aftermath aftermath, Mark.App app) {
        try {
            return aftermath.explained(shop, app);
        } catch (RuntimeException e) { // a border: its end must be told
            shop.log()
                    .error(
                            "{}: what it left behind is not known",
                            aftermath.wanted().name(),
                            e);
            return Words.ended(aftermath.exit(), aftermath.uptime());
        }
    }

    /** Ends the process and all it has started. */
    void stop(Reason why, boolean again) {
        end(why, again, Fitness.FIT);
    }

    /** Whether it is ended for its own good, and then for how long it was well. */
    private enum Fitness {
        FIT,
        LOST,
        NEVER
    }

    private void end(Reason why, boolean again, Fitness fitness) {
        ManagedProcess running = process;
        if (running == null || stopping) return;
        stopping = true;
        care.end();
        Duration well = fitness == Fitness.NEVER ? Duration.ZERO : running.uptime();
        Duration unfitAfter = fitness == Fitness.FIT ? null : well;
        new Ending(shop, news, running, news.mark()::owns)
                .begin(
                        why,
                        news.wanted().deploy(),
                        fitness == Fitness.FIT,
                        null,
                        (how, took) -> stopped(running, took, how, again, unfitAfter));
    }

    private void stopped(
            ManagedProcess ended, Duration took, Reason why, boolean again, @Nullable Duration unfitAfter) {
        stopping = false;
        process = null;
        swept = true;
        news.stopped(ended, took, why, again);
        if (unfitAfter != null && mayRun.getAsBoolean()) {
            news.intervenes(why);
            revival.judge(why, unfitAfter, false).with(why);
        }
        decide.run();
    }

    /** Whether something of an earlier start may be left; it is looked for once. */
    boolean mayHaveLeft() {
        return !swept && process == null;
    }

    /** Ends what earlier starts have left behind, as nothing of the app is to run. */
    void sweep() {
        planning = true;
        Mark.App app = news.mark();
        long from = System.nanoTime();
        shop.hands().await(() -> {
            List<String> left = leftovers(app);
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            shop.decisions().execute(() -> {
                planning = false;
                swept = true;
                sweptOut(left, took);
                decide.run();
            });
        });
    }

    private List<String> leftovers(Mark.App app) {
        try {
            return shop.sessions().sweep(app);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
            return List.of();
        } catch (RuntimeException e) { // a border: this app must be able to go on
            shop.log().error("{}: what it left behind is not known", app.name(), e);
            return List.of();
        }
    }

    private void sweptOut(List<String> left, Duration took) {
        if (left.isEmpty()) return;
        Reason words = Reason.of(Code.LEFTOVERS_ENDED, "left", Aftermath.processes(left));
        shop.log().warn("{}: {}", news.wanted().name(), words);
        news.step("stopped", took, words);
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

    private final class Starts implements RestartScheduler.Starts {
        @Override
        public boolean atOnce(Reason why) {
            Starting again = last;
            if (again == null || isTask(again) || !mayRun.getAsBoolean()) return false;
            spawn(again, why);
            return true;
        }

        @Override
        public void now() {
            Starting again = last;
            if (again != null && !isTask(again) && process == null && !working() && mayRun.getAsBoolean()) {
                spawn(again, null);
            }
            decide.run(); // without an earlier start, all of it is worked out anew
        }

        /** Each of its runs is written down before it begins, as {@link Guard#start} does. */
        private boolean isTask(Starting again) {
            return again.wanted().task() || news.wanted().task();
        }
    }

    private final class Wishes implements ProcessMonitor.Wishes {
        @Override
        public void unfit(Reason why, boolean everWell) {
            end(why, true, everWell ? Fitness.LOST : Fitness.NEVER);
        }

        @Override
        public void anew(Reason why) {
            end(why, true, Fitness.FIT);
        }
    }
}
