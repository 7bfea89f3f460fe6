package io.stardust.agent.supervise;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of one app, kept and told. Runs on the supervisor's thread of decisions, as {@link App} does. */
final class AppStatus {
    private final SupervisorContext shop;
    private final Notices notices;
    private DesiredApp wanted;
    private final Ledger ledger;
    private PlacementState state = PlacementState.UNKNOWN;
    private @Nullable Reason reason;
    private @Nullable Reason installFailure; // while an old version runs on
    private @Nullable Reason restartWhy;
    private @Nullable Reason intervention; // why the guard itself ended the process, until the next start
    private boolean withOutput;
    private boolean adopted;
    private long broughtTo;
    private boolean newStart; // is not ready yet
    private boolean startTold;
    private boolean failureTold;
    private Duration stagedIn = Duration.ZERO;
    private final CrashSteps crashes;
    private @Nullable String beside; // the run of a process that stands beside the one that is guarded
    private @Nullable Reason unapplied; // why what is wanted was not tried on the process that runs

    AppStatus(SupervisorContext shop, DesiredApp wanted) {
        this.shop = shop;
        this.notices = new Notices(shop);
        this.wanted = wanted;
        this.ledger = new Ledger(shop.memory(), wanted.name());
        this.crashes = new CrashSteps(shop.decisions(), how -> step("crashed", Duration.ZERO, how));
    }

    PlacementState state() {
        return state;
    }

    void wanted(DesiredApp next) {
        if (next.deploy().id() != wanted.deploy().id())
            shop.bulletin().forget(wanted.deploy().id());
        if (next.differs(wanted)) {
            installFailure = null;
            unapplied = null;
        }
        if (next.publishedSince(wanted)) crashes.next();
        wanted = next;
    }

    /** What is wanted of it now. */
    DesiredApp wanted() {
        return wanted;
    }

    /** Why the process that runs is not the one wanted; null when it is. */
    @Nullable
    Reason staleness() {
        return ledger.staleness(wanted);
    }

    /** What its process runs; empty when that has no name. */
    String version() {
        return Objects.requireNonNullElse(record().version(), "");
    }

    /** How to know what its process has started. */
    Mark.App mark() {
        return new Mark.App(wanted.name(), shop.runs().owner(), record().directory(), beside);
    }

    /** That run stands beside its process, and is no leftover of it; null: none does any more. */
    void beside(@Nullable String run) {
        beside = run;
    }

    /** Its process was started at the second of its two ports. */
    boolean second() {
        return record().second();
    }

    /** It has started, but is not up yet. */
    boolean unready() {
        return newStart;
    }

    boolean ran() {
        return wanted.taskRun().equals(record().task());
    }

    /** A process is known. */
    boolean runs() {
        return record().pid() != 0;
    }

    /** All is as wanted, the release on disk too if {@code installed}; tells it when it was not before. */
    void settled(PlacementState as, boolean installed) {
        boolean other = state != as || broughtTo != wanted.deploy().revision();
        if (state != as) reason = null;
        if (as == PlacementState.DONE && other && record().exitCode() == null) {
            reason = Reason.of(Code.ENDED_UNSEEN);
        }
        if (installed) ledger.released(wanted);
        broughtTo = wanted.deploy().revision();
        if (other) state(as, reason);
    }

    /** The program that serves these files knows of them. */
    boolean wasServed(String order) {
        return order.equals(record().task());
    }

    void served(String order, Duration took) {
        ledger.keep(record().begins(order));
        step("started", took, Reason.of(Code.HOST_TOLD));
    }

    /** The files are as wanted, but the program that serves them could not be told. */
    void unserved(Reason why) {
        ledger.released(wanted);
        broughtTo = wanted.deploy().revision();
        step("failed", Duration.ZERO, why);
        failing(PlacementState.FAILED, why, true);
    }

    /** Whether its process knows the files that are made of config. */
    boolean isConfigured() {
        return ledger.isConfigured(wanted);
    }

    /** Its process was told of the files that are made of config. */
    void configured(DesiredApp of, Reason how, Duration took) {
        ledger.keep(record().configured(of.config()));
        step("started", took, how);
    }

    void state(PlacementState next, @Nullable Reason why) {
        state = next;
        reason = why;
        withOutput = next == PlacementState.DONE; // what a task printed is what it was run for
        report();
    }

    /** {@code output}: what the app printed last says more. */
    void failing(PlacementState next, Reason why, boolean output) {
        state = next;
        reason = why;
        withOutput = output;
        ledger.keepNoted();
        report();
    }

    void installFailed(Reason why, boolean runs) {
        installFailure = why;
        step("failed", Duration.ZERO, why);
        if (runs) report();
        else failing(PlacementState.FAILED, why, false);
    }

    void staged(Duration took) {
        stagedIn = took;
    }

    void unpacked(Duration swap, @Nullable Reason detail) {
        installFailure = null;
        step("unpacked", stagedIn.plus(swap), detail);
    }

    void adopted(ManagedProcess survivor, Starting now) {
        if (!ledger.knows(survivor)) keeps(survivor, now);
        adopted(survivor);
    }

    void adopted(ManagedProcess survivor) {
        adopted = true;
        broughtTo = staleness() == null ? wanted.deploy().revision() : 0;
        shop.outputs().of(wanted.name()); // its log is rotated again
        newStart = wanted.gated() && !record().ready();
        if (newStart) state(PlacementState.STARTING, null);
        else state(PlacementState.RUNNING, record().because());
        if (!newStart) up(survivor);
    }

    /** Others may call it now, if it offers anything. */
    private void up(ManagedProcess process) {
        if (isPlacement()) shop.traffic().up(wanted.deploy(), process.run());
    }

    /** What it offers may be otherwise now. */
    void offers(ManagedProcess process) {
        if (state == PlacementState.RUNNING) up(process);
    }

    /** Nobody is there any more to be called. */
    void over(ManagedProcess process) {
        over(process.run());
    }

    /** Nothing of that run is there any more. */
    void over(@Nullable String run) {
        if (isPlacement()) shop.traffic().ended(wanted.deploy(), run);
    }

    /** The server knows it, other than what this machine's own file names, and it is there to stay. */
    private boolean isPlacement() {
        return wanted.deploy().id() > 0 && !wanted.task();
    }

    /** It runs what is wanted, as if it had been started so. */
    void keeps(ManagedProcess process, Starting now) {
        boolean ready = record().ready();
        List<String> shown = shop.table().commandLine(process.pid());
        ledger.runs(process, now, shown, null, shop.table().bootId());
        if (ready) ledger.keep(record().isReady(shown));
    }

    void planned() {
        newStart = true;
        startTold = false;
        failureTold = false;
    }

    void taskBegins() {
        ledger.keep(record().begins(wanted.taskRun()));
    }

    void started(ManagedProcess process, Starting now, @Nullable Reason why) {
        adopted = false;
        ledger.runs(
                process,
                now,
                now.launch().kernelCommand(),
                intervention,
                shop.runs().machineLife());
        intervention = null;
        unapplied = null;
        boolean asWanted = now.hash().equals(wanted.packageHash());
        if (asWanted && !now.wanted().differs(wanted))
            broughtTo = wanted.deploy().revision();
        if (!asWanted) { // the one before, as the wanted one is not there: neither started nor ready is what is wanted
            startTold = true;
            newStart = false;
        }
        if (!startTold) step("started", Duration.ZERO, Reason.of(Code.STARTED_AS, "pid", process.pid()));
        startTold = true; // later starts of the same are restarts: states, not steps
        state(PlacementState.STARTING, why != null ? why : restartWhy);
        restartWhy = null;
    }

    /** It stayed up for the start wait, or its probe said yes. */
    void ready(ManagedProcess process) {
        List<String> shown = shop.table().commandLine(process.pid());
        ledger.keep(record().isReady(shown.isEmpty() ? record().command() : shown));
        if (newStart && !wanted.task()) step("ready", process.uptime(), null);
        newStart = false;
        failureTold = false;
        state(PlacementState.RUNNING, record().because());
        up(process);
    }

    /** A process of what is wanted was started beside its own. */
    void tries(ManagedProcess process) {
        step("started", Duration.ZERO, Reason.of(Code.STARTED_AS, "pid", process.pid()));
    }

    /** That process is up, and its own from now on. */
    void succeeds(ManagedProcess process, Starting now) {
        adopted = false;
        intervention = null;
        restartWhy = null;
        unapplied = null;
        newStart = false;
        startTold = true;
        failureTold = false;
        ledger.runs(
                process, now, now.launch().kernelCommand(), null, shop.runs().machineLife());
        if (!now.wanted().differs(wanted)) broughtTo = wanted.deploy().revision();
        step("ready", process.uptime(), null);
        List<String> shown = shop.table().commandLine(process.pid());
        ledger.keep(record().isReady(shown.isEmpty() ? record().command() : shown));
        state(PlacementState.RUNNING, null);
        up(process);
    }

    /** Its readiness probe says yes. */
    void well(ManagedProcess process) {
        if (state == PlacementState.STARTING) ready(process);
        else if (state == PlacementState.UNHEALTHY) {
            state(PlacementState.RUNNING, record().because());
            up(process);
        }
    }

    /** Its readiness probe says no. */
    void unwell(ManagedProcess process, Reason why) {
        if (state == PlacementState.STARTING) state(state, why.in(Code.NOT_READY_YET));
        else if (state == PlacementState.RUNNING || state == PlacementState.UNHEALTHY) {
            if (state == PlacementState.RUNNING && isPlacement()) shop.traffic().down(wanted.deploy(), process.run());
            state(PlacementState.UNHEALTHY, why);
        }
    }

    /** The files are in place; whether another program serves them is asked. */
    void contentAsked() {
        boolean before = record().ready() && wanted.packageHash().equals(record().installed());
        newStart = !before;
        failureTold = false;
        settled(before ? PlacementState.HOSTED : PlacementState.STARTING, true);
    }

    /** What is hosted is served as it should be. */
    void contentServed() {
        if (newStart) step("ready", Duration.ZERO, null);
        newStart = false;
        ledger.keep(record().isReady(record().command()));
        state(PlacementState.HOSTED, null);
    }

    /** What is hosted is not served, or not as it should be. */
    void contentMissing(Reason why) {
        if (newStart) {
            startFailed(why);
            state(PlacementState.FAILED, why);
        } else {
            state(PlacementState.UNHEALTHY, why);
        }
    }

    /** The guard itself ends the process, for its own good; is told until the next start. */
    void intervenes(Reason why) {
        long before = record().interventions();
        intervention = before == 0 ? why : why.in(Code.RESTARTED, "times", before + 1);
        ledger.keep(record().intervened());
    }

    /** It ended by itself; written down with what follows from it, not before. */
    void crashed(Exit exit) {
        ledger.note(record().ended(exit.code(), 1));
    }

    /** The recorded process was not found again. */
    void gone() {
        if (record().pid() != 0) ledger.keep(record().ended(null, 0));
    }

    /** The first failure of a new start is a failed step. */
    void startFailed(Reason why) {
        if (newStart && !failureTold) step("failed", Duration.ZERO, why);
        failureTold = true;
    }

    /** It has ended by itself, or could not be started: a failed step for a new start, and crashed ones after it. */
    void ended(Reason why, boolean failedStart) {
        if (failedStart && newStart && !failureTold) startFailed(why);
        else crashes.crashed(why);
    }

    /** It is not started again. */
    void lastEnd() {
        crashes.flush();
    }

    /** Its successor runs already; now it is known why. */
    void startedBecause(Reason why) {
        if (state == PlacementState.STARTING) state(state, why);
        else keep();
    }

    /** What was noted is written down, nothing more is told. */
    void keep() {
        ledger.keepNoted();
    }

    /** What is wanted could not be started; what runs, runs on. */
    void notApplied(Reason why) {
        unapplied = why;
        step("failed", Duration.ZERO, why);
        report();
    }

    /** That is so, and nothing else was wanted since. */
    boolean isUnapplied() {
        return unapplied != null;
    }

    void taskEnded(Exit exit, Reason how) {
        ledger.keep(record().ended(exit.code(), 0));
        boolean good = Integer.valueOf(0).equals(exit.code());
        step(good ? "ready" : "failed", Duration.ZERO, how);
        state(PlacementState.DONE, good ? null : how);
    }

    /** Calls are led away from the process, for so long at most, before it is stopped. */
    void draining(Duration most) {
        step("draining", Duration.ZERO, Reason.of(Code.LED_AWAY, "seconds", most.toSeconds()));
    }

    void stopped(ManagedProcess process, Duration took, Reason why, boolean again) {
        over(process);
        crashes.flush();
        Exit exit = process.exit().getNow(null);
        ledger.keep(record().ended(exit == null ? null : exit.code(), 0));
        step("stopped", took, why);
        restartWhy = again ? why : null;
    }

    void removed(Duration took) {
        ledger.clear(wanted.name());
        shop.outputs().forget(wanted.name());
        shop.cgroups().forget(wanted.name());
        broughtTo = wanted.deploy().revision();
        step("removed", took, null);
        state(PlacementState.REMOVED, null);
    }

    void step(String step, Duration took, @Nullable Reason detail) {
        notices.step(wanted, step, took, detail);
    }

    void report() {
        Reason told = reason;
        boolean up = state == PlacementState.RUNNING || state == PlacementState.STARTING;
        boolean sameRelease = record().releaseId() == wanted.deploy().releaseId();
        if (up && installFailure != null) told = installFailure.in(sameRelease ? Code.NOT_APPLIED : Code.NOT_INSTALLED);
        else if (up && unapplied != null) told = unapplied.in(Code.NOT_APPLIED);
        notices.state(wanted, record(), new Notices.Standing(state, told, withOutput, adopted), broughtTo);
    }

    private ProcessRecord record() {
        return ledger.record();
    }
}
