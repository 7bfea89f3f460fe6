package io.stardust.agent.supervise;

import io.stardust.agent.install.Staged;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.Mark;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One app and what to do about it next. Runs on the supervisor's thread of decisions; what takes time runs elsewhere
 * and ends with {@link #decide}, which looks at all there is and begins the one thing that brings the app nearer to
 * what is wanted. So news may come in any order and twice.
 *
 * <p>While a package is fetched and unpacked the old version runs and is guarded; only then is it stopped.
 */
final class App {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    private final SupervisorContext shop;
    private final AppStatus news;
    private final Release release;
    private final Guard guard;
    private final Health content; // of what another program serves
    private final Site site;
    private final ConfigChange config;
    private final Overlap overlap;
    private DesiredApp declared; // as it was told, at the first of its two ports
    private DesiredApp wanted; // at the port of its process
    private boolean runOld; // start what is on disk while the new release is on its way
    private boolean begins; // with the agent
    private boolean leaving;
    private boolean careDue; // what is asked of the process that runs may have changed

    App(SupervisorContext shop, DesiredApp declared) {
        this.shop = shop;
        this.declared = declared;
        this.news = new AppStatus(shop, declared);
        this.wanted = declared.at(news.second());
        news.wanted(wanted);
        this.release = new Release(shop, news, wanted, this::decide);
        this.guard = new Guard(shop, news, this::mayRun, this::decide);
        this.content = new Health(shop, news, (why, everWell) -> {});
        this.config = new ConfigChange(shop, news, this::decide);
        this.site = new Site(shop, news, this::decide, Site.PATIENCE);
        this.overlap = new Overlap(shop, news, release::tried, this::decide);
    }

    /** As it was told. */
    DesiredApp wanted() {
        return declared;
    }

    @Nullable
    ManagedProcess process() {
        return guard.process();
    }

    boolean removed() {
        return news.state() == PlacementState.REMOVED;
    }

    /** At agent start: what is on disk runs before anything is fetched, so an app needs no server to start. */
    void begin() {
        news.gone();
        begins = true;
        decide();
    }

    /** It was not wanted before. */
    void beginNew() {
        news.step("pulled", Duration.ZERO, version(wanted));
        decide();
    }

    /** At agent start: takes on a process of an earlier agent; {@code found} says what it runs if no record does. */
    void begin(ManagedProcess survivor, @Nullable Starting found) {
        if (found == null) news.adopted(survivor);
        else news.adopted(survivor, found);
        guard.adopt(survivor, wanted, found);
        overlap.clear(survivor, wanted);
        decide();
    }

    private static @Nullable Reason version(DesiredApp of) {
        String version = of.deploy().version();
        return version == null ? null : Reason.said(version);
    }

    /** Perhaps something else is wanted. */
    void want(DesiredApp told) {
        DesiredApp before = wanted;
        DesiredApp next = told.at(before.second());
        declared = told;
        wanted = next;
        news.wanted(next);
        if (next.differs(before) || removed()) {
            LOG.info(
                    "{}: wanted: {} {}", next.name(), next.goal(), next.deploy().version());
            news.step("pulled", Duration.ZERO, version(next));
            guard.reset();
            release.want(next);
            site.reset();
        }
        careDue = true;
        decide();
    }

    /** Begins what is to be done next, if anything. */
    void decide() {
        if (leaving || overlap.working()) return;
        if (overlap.trying()) {
            goOn();
            return;
        }
        if (guard.working() || release.working() || release.looking() || site.working() || config.working()) return;
        if (!overlap.leaving()) guard.alone();
        if (begins) runOld = release.older();
        begins = false;
        if (release.installed() && news.staleness() == null) guard.cares(wanted); // else when what is wanted starts
        switch (wanted.goal()) {
            case RUNNING -> bringUp();
            case STOPPED -> bringDown();
            case REMOVED -> {
                if (!removed()) bringDown();
            }
        }
    }

    /** A new process is on its way, beside the one that runs; it is guarded in its place once it is up. */
    private void goOn() {
        if (!overlap.fits(declared.at(!wanted.second()))) overlap.cancel();
        if (overlap.working() || guard.working()) return;
        Overlap.Successor next = overlap.proceed();
        if (next == null) return;
        DesiredApp before = wanted;
        wanted = declared.at(next.starting().wanted().second());
        news.wanted(wanted);
        overlap.leave(guard.succeed(next.process(), next.starting()), before.deploy(), next);
        release.tried(null);
        decide();
    }

    private void bringDown() {
        guard.cancelNext();
        content.end();
        release.cancel();
        overlap.hurry();
        boolean remove = wanted.goal() == DesiredApp.Goal.REMOVED;
        if (guard.process() != null) guard.stop(Reason.of(remove ? Code.REMOVED : Code.UNWANTED), false);
        else if (overlap.leaving() || release.preparing()) return; // it comes back soon
        else if (guard.mayHaveLeft()) guard.sweep();
        else if (remove) release.remove();
        else news.settled(PlacementState.STOPPED, release.installed());
    }

    private void bringUp() {
        if (!release.installed()) {
            replace();
        } else if (!wanted.strategy().starts()) {
            if (guard.process() != null) guard.stop(Reason.of(Code.SERVED_ELSEWHERE), false);
            else if (site.served(wanted)) host();
        } else if (guard.process() != null) {
            Reason stale = news.staleness();
            if (stale == null && !news.isConfigured()) configure();
            else if (stale == null) cared();
            else if (!news.isUnapplied()) renew(stale);
        } else if (wanted.task() && news.ran()) {
            news.settled(PlacementState.DONE, true);
        } else if (!guard.waits()) {
            guard.start(wanted);
        }
    }

    /** Another process is to run what is here; the one that runs is ended only for one that can be started. */
    private void renew(Reason why) {
        DesiredApp of = wanted;
        guard.rehearse(
                of,
                starting -> {
                    if (of.differs(wanted) || wanted.goal() != DesiredApp.Goal.RUNNING) return;
                    if (guard.runsAs(starting)) guard.keeps(starting);
                    else guard.stop(why, true);
                },
                refusal -> {
                    if (!of.differs(wanted)) news.notApplied(refusal);
                });
    }

    /** Its files that are made of config are others than those that its process knows. */
    private void configure() {
        ManagedProcess process = guard.process();
        if (process != null && !news.isUnapplied()) config.begin(wanted, process);
    }

    /** It runs and is what is wanted. */
    private void cared() {
        news.settled(news.state(), true);
        if (careDue) guard.cares(wanted);
        careDue = false;
    }

    /** Another program serves it; whether it does is asked, when there is a probe for it. */
    private void host() {
        if (Health.readiness(wanted.service()) == null) {
            content.end();
            news.settled(PlacementState.HOSTED, true);
        } else if (content.asksAbout(wanted)) {
            news.settled(news.state(), true);
        } else {
            news.contentAsked();
            content.beginHosted(wanted);
        }
    }

    private void replace() {
        if (release.takeSwapFailed()) runOld = true;
        if (release.staged()) {
            if (overlap.leaving()) {
                if (guard.process() == null) overlap.hurry();
                return; // what it runs would be in the way
            }
            if (overlaps()) return;
            runOld = false;
            guard.cancelNext();
            content.end();
            if (guard.process() != null)
                guard.stop(
                        Reason.of(
                                Code.TAKES_ITS_PLACE, "version", wanted.deploy().version()),
                        false);
            else release.swap();
            return;
        }
        if (release.prepare() && guard.process() == null && !guard.waits() && !runOld) {
            news.state(PlacementState.INSTALLING, null);
        }
        if (runOld && guard.process() == null && wanted.strategy().guards()) {
            runOld = false;
            DesiredApp old = guard.lastWanted();
            guard.start(old == null ? wanted : old);
        }
    }

    /** Starts what is staged beside the process that runs and is well, if that may be. */
    private boolean overlaps() {
        ManagedProcess process = guard.process();
        boolean well = process != null && process.run() != null && news.state() == PlacementState.RUNNING;
        Staged staged = well && declared.overlaps() ? release.takeBeside() : null;
        if (staged == null) return false;
        overlap.begin(declared.at(!wanted.second()), staged);
        return true;
    }

    private boolean mayRun() {
        return wanted.goal() == DesiredApp.Goal.RUNNING && !leaving && !release.staged() && !release.working();
    }

    /** Ends its process and starts it anew, or starts what waits to be; false when nobody wants it to run. */
    boolean restart(Reason why) {
        if (leaving
                || wanted.goal() != DesiredApp.Goal.RUNNING
                || !wanted.strategy().guards()) return false;
        if (overlap.trying()) return true; // another process takes its place already
        if (guard.process() == null) guard.reset();
        else if (guard.working()) guard.stop(why, true);
        else renew(why);
        decide();
        return true;
    }

    /** Stopped, and nothing of it runs. */
    boolean ended() {
        return wanted.goal() == DesiredApp.Goal.STOPPED
                && guard.process() == null
                && !guard.working()
                && news.state() == PlacementState.STOPPED;
    }

    /** What its processes hold together. */
    void measured(ManagedProcess process, long residentMb) {
        guard.measured(process, residentMb);
    }

    /** The kernel no longer knows a process of which nobody told that it ended. */
    void missed(ManagedProcess process) {
        guard.exited(process, ManagedProcess.Exit.now(null));
    }

    /** A process that is to end with the agent, and how long it may take. */
    record Leaving(ManagedProcess process, Duration patience, Mark.App mark) {}

    /** The agent ends: nothing is begun any more. Returns what is to end with it, if anything. */
    @Nullable
    Leaving leave() {
        leaving = true;
        content.end();
        overlap.rest();
        if (!wanted.service().autoStop()) return null;
        guard.leave();
        ManagedProcess process = guard.process();
        return process == null
                ? null
                : new Leaving(
                        process,
                        news.wanted().stopWait(shop.settings()),
                        news.mark().whole());
    }
}
