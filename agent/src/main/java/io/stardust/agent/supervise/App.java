package io.stardust.agent.supervise;

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
    private DesiredApp wanted;
    private boolean runOld; // start what is on disk while the new release is on its way
    private boolean begins; // with the agent
    private boolean leaving;
    private boolean careDue; // what is asked of the process that runs may have changed

    App(SupervisorContext shop, DesiredApp wanted) {
        this.shop = shop;
        this.wanted = wanted;
        this.news = new AppStatus(shop, wanted);
        this.release = new Release(shop, news, wanted, this::decide);
        this.guard = new Guard(shop, news, this::mayRun, this::decide);
        this.content = new Health(shop, news, (why, everWell) -> {});
        this.config = new ConfigChange(shop, news, this::decide);
        this.site = new Site(shop, news, this::decide, Site.PATIENCE);
    }

    DesiredApp wanted() {
        return wanted;
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
        decide();
    }

    private static @Nullable Reason version(DesiredApp of) {
        String version = of.deploy().version();
        return version == null ? null : Reason.said(version);
    }

    /** Perhaps something else is wanted. */
    void want(DesiredApp next) {
        DesiredApp before = wanted;
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
        if (leaving || guard.working() || release.working() || release.looking() || site.working() || config.working())
            return;
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

    private void bringDown() {
        guard.cancelNext();
        content.end();
        release.cancel();
        boolean remove = wanted.goal() == DesiredApp.Goal.REMOVED;
        if (guard.process() != null) guard.stop(Reason.of(remove ? Code.REMOVED : Code.UNWANTED), false);
        else if (release.preparing()) return; // it comes back soon, cancelled
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

    private boolean mayRun() {
        return wanted.goal() == DesiredApp.Goal.RUNNING && !leaving && !release.staged() && !release.working();
    }

    /** Ends its process and starts it anew, or starts what waits to be; false when nobody wants it to run. */
    boolean restart(Reason why) {
        if (leaving
                || wanted.goal() != DesiredApp.Goal.RUNNING
                || !wanted.strategy().guards()) return false;
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
        if (!wanted.service().autoStop()) return null;
        guard.leave();
        ManagedProcess process = guard.process();
        return process == null ? null : new Leaving(process, news.wanted().stopWait(shop.settings()), news.mark());
    }
}
