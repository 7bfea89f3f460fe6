package io.stardust.agent.supervise;

import io.stardust.agent.install.Staged;
import io.stardust.agent.install.StartPlan;
import io.stardust.agent.install.fetch.Fetched;
import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings one release here and unpacks it beside the running one, until it is cancelled. */
final class Preparation {
    private final SupervisorContext shop;
    private final DeployInfo deploy;
    private final AppStatus news;
    private volatile boolean cancelled;
    private volatile boolean intact;
    private volatile @Nullable String damage;
    private volatile boolean beside;

    Preparation(SupervisorContext shop, DeployInfo deploy, AppStatus news) {
        this.shop = shop;
        this.deploy = deploy;
        this.news = news;
    }

    /** How it went: one of the two, or neither when it was cancelled or nothing was to be done. */
    interface Done {
        void with(@Nullable Staged staged, @Nullable InstallException failure);
    }

    /** Another release is wanted: stops soon; {@link Done} is still told. */
    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Nothing had to be put in place: what is there is the release, whole. */
    boolean intact() {
        return intact;
    }

    /** Where what was there was not as the release has it; null = nothing was there, or another release. */
    @Nullable
    String damage() {
        return damage;
    }

    /** What was unpacked can be put in place while the release before runs. */
    boolean beside() {
        return beside;
    }

    /** Takes as long as it takes; {@code done} is told on the thread of decisions. */
    void run(DesiredApp wanted, Done done) {
        Staged staged = null;
        InstallException failure = null;
        try {
            Reason conflict = shop.folders().conflict(shop.installer(), wanted);
            if (conflict != null) throw new InstallException("unpacked", conflict);
            long from = System.nanoTime();
            if (shop.installer().isInstalled(deploy)) {
                damage = shop.installer().damage(deploy);
                intact = damage == null;
            }
            if (intact) {
                shop.decisions().execute(() -> done.with(null, null));
                return;
            }
            Fetched fetched = shop.installer().fetch(deploy, () -> cancelled);
            long fetchedAt = System.nanoTime();
            step("downloaded", fetchedAt - from, fetched(fetched));
            step("verified", 0, Reason.of(Code.CHECKED, "hash", fetched.sha256()));
            Staged fit = shop.installer().stage(deploy, fetched);
            staged = fit;
            judge(wanted, fit);
            long stagedIn = System.nanoTime() - fetchedAt;
            if (shop.installer().takes(fit)) {
                staged = null;
                intact = true;
                step("unpacked", stagedIn, Reason.of(Code.FILES_LAY_THERE));
                shop.decisions().execute(() -> done.with(null, null));
                return;
            }
            beside = shop.installer().isBeside(fit);
            shop.decisions().execute(() -> news.staged(Duration.ofNanos(stagedIn)));
        } catch (InstallException e) {
            failure = e;
        } catch (InterruptedException e) {
            cancelled = true; // or the agent ends, and nobody is told any more
        } catch (RuntimeException e) { // a border: whatever it was, this app must be able to go on
            failure = new InstallException("unpacked", Reason.of(Code.UNEXPECTED, "error", e), e);
        }
        Staged result = failure == null ? staged : null;
        if (result == null && staged != null) shop.installer().discard(staged);
        InstallException outcome = failure;
        shop.decisions().execute(() -> done.with(result, outcome));
    }

    /** A start that would fail is no reason to stop what runs. */
    private void judge(DesiredApp wanted, Staged fit) throws InstallException, InterruptedException {
        try {
            StartPlan plan = shop.installer().plan(fit);
            if (plan == null) return;
            shop.launcher()
                    .look(
                            plan.command(),
                            fit.root(),
                            plan.environment(),
                            wanted.service(),
                            shop.outputs().of(wanted.name()).file());
        } catch (Launcher.Unstartable e) {
            throw new InstallException("unpacked", e.reason().in(Code.UNSTARTABLE), e);
        }
    }

    private void step(String step, long nanos, Reason detail) {
        shop.decisions().execute(() -> news.step(step, Duration.ofNanos(nanos), detail));
    }

    private static Reason fetched(Fetched fetched) {
        if (fetched.wasThere()) return Reason.of(Code.FETCHED_BEFORE);
        if (fetched.moved() == fetched.size()) return Reason.of(Code.FETCHED, "size", fetched.size());
        return Reason.of(Code.FETCHED_PART, "moved", fetched.moved(), "size", fetched.size());
    }
}
