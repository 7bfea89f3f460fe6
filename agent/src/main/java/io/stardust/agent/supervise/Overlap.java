package io.stardust.agent.supervise;

import io.stardust.agent.install.Staged;
import io.stardust.agent.install.Trial;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.probe.Heard;
import io.stardust.agent.probe.Probing;
import io.stardust.agent.probe.Question;
import io.stardust.agent.probe.Rhythm;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.agent.supervise.process.Words;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.Probe;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The second process of one app, while there are two: a new one that is not up yet, which its guard does not know, and
 * then the one before, until nobody calls it. Why like this: docs/rationale/overlap.md. Runs on the supervisor's thread
 * of decisions; {@code decide} is run when something has ended.
 *
 * <p>Until the new process is up, all that is written down is of the one before: an agent that is killed meanwhile goes
 * on with that, and what stands beside it is ended. Afterwards it is the other way round.
 */
final class Overlap {
    private final SupervisorContext shop;
    private final AppStatus news;
    private final Consumer<@Nullable Reason> failed;
    private final Runnable decide;
    private @Nullable Attempt attempt;
    private @Nullable Ending ending; // of the process before
    private boolean leaving; // until its files are gone, too
    private boolean clearing;

    /** @param failed The new process was stopped again, its files are gone; null: because nobody wants it any more. */
    Overlap(SupervisorContext shop, AppStatus news, Consumer<@Nullable Reason> failed, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.failed = failed;
        this.decide = decide;
    }

    /** Files are being moved, or a process is being ended that nobody guards: nothing may be begun. */
    boolean working() {
        return clearing || (attempt != null && attempt.working);
    }

    /** A new process is on its way. */
    boolean trying() {
        return attempt != null;
    }

    /** The new process is of what is wanted. */
    boolean fits(DesiredApp wanted) {
        return attempt != null && !attempt.of.differs(wanted);
    }

    /** The process before is not gone yet, or its files are not. */
    boolean leaving() {
        return leaving;
    }

    /** Puts in place what is staged and starts it beside the process that runs. */
    void begin(DesiredApp next, Staged staged) {
        Attempt made = new Attempt(next);
        attempt = made;
        made.begin(staged);
    }

    /** Nobody wants the new process any more. */
    void cancel() {
        if (attempt != null && !attempt.kept) attempt.fail(null);
    }

    /**
     * Goes on with a new process that is up. Returns it once its release is what is installed: it is to be guarded from
     * now on; null before.
     */
    @Nullable
    Successor proceed() {
        Attempt known = attempt;
        if (known == null || !known.ready) return null;
        if (!known.kept) {
            known.keep();
            return null;
        }
        attempt = null;
        return known.successor();
    }

    /** A process that takes the place of another. */
    record Successor(ManagedProcess process, Starting starting, Trial trial) {}

    /** Leads the calls away from the process before and ends it; null: it is gone already. */
    void leave(@Nullable ManagedProcess before, DeployInfo placement, Successor by) {
        String run = before == null ? null : before.run();
        leaving = true;
        news.beside(run);
        if (before == null || run == null) {
            clean(by.trial());
            return;
        }
        Ending mine = new Ending(shop, news, before, mark -> run.equals(mark.run()));
        ending = mine;
        Reason why = Reason.of(Code.TAKES_ITS_PLACE, "version", by.starting().version());
        mine.begin(why, placement, true, by.process().run(), (how, took) -> {
            ending = null;
            news.beside(null);
            news.over(run);
            news.step("stopped", took, how);
            clean(by.trial());
        });
    }

    /** What it deletes, the next release may bring again. */
    private void clean(Trial kept) {
        shop.hands().execute(() -> {
            try {
                kept.clean();
            } catch (RuntimeException e) { // a border: this app must be able to go on
                shop.log()
                        .error(
                                "{}: what its new release replaced was not deleted",
                                news.wanted().name(),
                                e);
            }
            shop.decisions().execute(() -> {
                leaving = false;
                decide.run();
            });
        });
    }

    /** Calls to the process before are waited for no longer. */
    void hurry() {
        if (ending != null) ending.hurry();
    }

    /** At agent start: the agent before may have ended while there were two. */
    void clear(ManagedProcess survivor, DesiredApp wanted) {
        if (wanted.service().overlapPort() <= 0 || survivor.run() == null) return;
        clearing = true;
        Mark.App app = news.mark();
        Duration patience = wanted.stopWait(shop.settings());
        long from = System.nanoTime();
        shop.hands().await(() -> {
            try {
                Sessions.Others others = others(survivor, patience, app);
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                shop.decisions().execute(() -> cleared(others, took));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the agent ends, and the next one does it again
            }
        });
    }

    private Sessions.@Nullable Others others(ManagedProcess survivor, Duration patience, Mark.App app)
            throws InterruptedException {
        try {
            return shop.sessions().endOthers(survivor, patience, app);
        } catch (RuntimeException e) { // a border: this app must be able to go on
            shop.log().error("{}: what stands beside it is not known", app.name(), e);
            return null;
        }
    }

    private void cleared(Sessions.@Nullable Others others, Duration took) {
        clearing = false;
        if (others != null && !others.processes().isEmpty()) {
            others.runs().forEach(news::over);
            Reason words = Reason.of(Code.LEFTOVERS_ENDED, "left", Aftermath.processes(others.processes()));
            shop.log().warn("{}: {}", news.wanted().name(), words);
            news.step("stopped", took, words);
        }
        decide.run();
    }

    /** The agent ends: nothing is begun any more, and nothing ended. */
    void rest() {
        if (attempt == null) return;
        attempt.working = true;
        attempt.lookNoMore();
    }

    /** One start beside the process that runs. */
    private final class Attempt implements Heard, PortGate.Heard {
        private final DesiredApp of;
        private final PortGate gate = new PortGate(shop, () -> news.mark().whole());
        private boolean working;
        private boolean ready;
        private boolean kept;
        private @Nullable Trial trial;
        private @Nullable Starting starting;
        private @Nullable ManagedProcess process;
        private @Nullable Probing probing;
        private Serial.@Nullable Later patience;
        private boolean saysYes;
        private boolean portIsOwn;
        private boolean over;
        private Reason no;

        Attempt(DesiredApp of) {
            this.of = of;
            this.no = Reason.of(Code.PORT_SILENT, "port", of.service().port());
        }

        private void begin(Staged staged) {
            working = true;
            long from = System.nanoTime();
            shop.hands().execute(() -> {
                Trial made = null;
                Starting.Outcome outcome;
                try {
                    made = shop.installer().tryOut(staged);
                    outcome = Starting.plan(shop, of);
                } catch (InstallException e) {
                    outcome = new Starting.Outcome.Refused(e.reason());
                } catch (RuntimeException e) { // a border: this app must be able to go on
                    outcome = new Starting.Outcome.Refused(Reason.of(Code.UNEXPECTED, "error", e));
                }
                Trial placed = made;
                Starting.Outcome plan = outcome;
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                shop.decisions().execute(() -> placed(placed, plan, took));
            });
        }

        private void placed(@Nullable Trial made, Starting.Outcome plan, Duration took) {
            if (over) return; // the agent ends
            working = false;
            trial = made;
            if (made != null) news.unpacked(took, null);
            if (plan instanceof Starting.Outcome.Refused(var why)) fail(why);
            if (plan instanceof Starting.Outcome.Ready(var planned)) start(planned);
            decide.run();
        }

        private void start(Starting planned) {
            try {
                starting = planned;
                String run = shop.runs().next();
                news.beside(run);
                ManagedProcess started = ManagedProcess.start(planned.launch(), run, shop.table(), shop.clock());
                process = started;
                var _ = started.exit().thenAccept(exit -> shop.decisions().execute(() -> exited(started, exit)));
                news.tries(started);
                shop.log().info("{}: {} started beside, process {}", of.name(), planned.version(), started.pid());
                look(started, planned);
            } catch (IOException e) {
                fail(Reason.of(Code.CANNOT_START, "error", e.getMessage()));
            }
        }

        private void look(ManagedProcess started, Starting planned) {
            gate.begin(started, of, this);
            Probe readiness = Health.readiness(of.service());
            saysYes = readiness == null;
            Duration most = shop.settings().startupWait();
            if (readiness != null) {
                Rhythm rhythm = Rhythm.readiness(readiness);
                Question question = Question.of(readiness, of.service().port());
                probing = shop.prober().begin(question, rhythm, new ProbeCommands(planned.launch(), shop), this);
                most = most.plus(rhythm.delay());
            }
            patience = shop.decisions().after(most, () -> {
                if (!ready && !over) fail(no.in(Code.NOT_READY_YET));
            });
        }

        private void lookNoMore() {
            over = true;
            gate.end();
            if (probing != null) probing.stop();
            if (patience != null) patience.cancel();
        }

        @Override
        public void well() {
            shop.decisions().execute(() -> {
                saysYes = true;
                settle();
            });
        }

        @Override
        public void unwell(Reason why) {
            shop.decisions().execute(() -> {
                saysYes = false;
                no = why;
            });
        }

        @Override
        public void own() {
            portIsOwn = true;
            settle();
        }

        @Override
        public void notYet(Reason why) {
            no = why;
        }

        @Override
        public void stranger(Reason why) {
            no = why;
        }

        @Override
        public void failed(Reason why) {
            fail(why);
        }

        private void settle() {
            if (over || !saysYes || !portIsOwn) return;
            ready = true;
            decide.run();
        }

        private void exited(ManagedProcess ended, Exit exit) {
            if (over) return; // it is being stopped, or will be guarded
            lookNoMore();
            working = true;
            Duration uptime = ended.uptime(exit);
            long printed = shop.outputs().of(of.name()).size();
            Aftermath aftermath = new Aftermath(of, ended, exit, uptime, printed, 0, true);
            Mark.App app = news.mark().whole();
            shop.hands().execute(() -> {
                Reason why = explained(aftermath, app);
                shop.decisions().execute(() -> {
                    working = false;
                    fail(why);
                });
            });
        }

        private Reason explained(Aftermath aftermath, Mark.App app) {
            try {
                return aftermath.explained(shop, app);
            } catch (RuntimeException e) { // a border: its end must be told
                shop.log().error("{}: what it left behind is not known", of.name(), e);
                return Words.ended(aftermath.exit(), aftermath.uptime());
            }
        }

        /** Its release is what is installed from now on. */
        private void keep() {
            Trial mine = trial;
            if (working || mine == null) return;
            working = true;
            lookNoMore();
            shop.hands().execute(() -> {
                Reason failure = null;
                try {
                    mine.keep();
                } catch (InstallException e) {
                    failure = e.reason();
                } catch (RuntimeException e) { // a border: this app must be able to go on
                    failure = Reason.of(Code.UNEXPECTED, "error", e);
                }
                Reason why = failure;
                shop.decisions().execute(() -> {
                    working = false;
                    kept = why == null;
                    if (why != null) fail(why);
                    decide.run();
                });
            });
        }

        private Successor successor() {
            if (process == null || starting == null || trial == null) throw new IllegalStateException("not started");
            return new Successor(process, starting, trial);
        }

        /** Stops it again and takes its files back; {@code why} null: nobody wants it any more. */
        private void fail(@Nullable Reason why) {
            if (working) return; // it comes back
            working = true;
            lookNoMore();
            shop.hands().await(() -> {
                try {
                    undo();
                    shop.decisions().execute(() -> undone(this, why));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the agent ends, and the next one does it
                }
            });
        }

        /** On a hand. */
        private void undo() throws InterruptedException {
            ManagedProcess started = process;
            try {
                String run = started == null ? null : started.run();
                if (started != null && run != null) {
                    shop.sessions().stop(started, of.stopWait(shop.settings()), mark -> run.equals(mark.run()));
                }
                if (trial != null) trial.undo();
            } catch (InstallException | RuntimeException e) { // undone by the next install, or the next start
                shop.log().error("{}: the release that did not come up was not taken back", of.name(), e);
            }
        }
    }

    private void undone(Attempt ended, @Nullable Reason why) {
        attempt = null;
        news.beside(null);
        ManagedProcess started = ended.process;
        if (started != null) news.over(started.run());
        failed.accept(why == null || started == null ? why : why.in(Code.NOT_BESIDE));
        decide.run();
    }
}
