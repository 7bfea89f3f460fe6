package io.stardust.agent.supervise;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.install.Staged;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one app: brings them to the wanted release. Runs on the supervisor's thread of decisions; work is done
 * elsewhere, and {@code decide} is run when it has ended.
 */
final class Release {
    private static final Logger LOG = LoggerFactory.getLogger(Release.class);

    private final SupervisorContext shop;
    private final AppStatus news;
    private final Runnable decide;
    private DesiredApp wanted;
    private boolean installed;
    private boolean older; // another release is there
    private int looks; // under way
    private int wishes; // so far
    private @Nullable Reason notRemoved; // why, as told
    private boolean working; // swapping or removing
    private boolean refused; // until something else is wanted
    private boolean swapFailed;
    private @Nullable Preparation preparation;
    private @Nullable Staged staged;
    private boolean beside; // it can be put in place while the release before runs
    private @Nullable String repairs; // what the release being put in place mends
    private Serial.@Nullable Later retry;
    private int tries;

    Release(SupervisorContext shop, AppStatus news, DesiredApp wanted, Runnable decide) {
        this.shop = shop;
        this.news = news;
        this.wanted = wanted;
        this.decide = decide;
        look();
    }

    /** Finds out what is on disk. */
    private void look() {
        looks++;
        DesiredApp of = wanted;
        int wish = wishes;
        shop.hands().execute(() -> {
            OnDisk found = OnDisk.of(shop, of);
            shop.decisions().execute(() -> {
                looks--;
                if (wish == wishes && !working) found(found);
                decide.run();
            });
        });
    }

    private void found(OnDisk found) {
        installed = found.wanted();
        older = !found.wanted() && found.any();
    }

    /** Found out on a hand. */
    private record OnDisk(boolean wanted, boolean any) {
        static OnDisk of(SupervisorContext shop, DesiredApp wanted) {
            try {
                boolean there = shop.installer().isInstalled(wanted.deploy());
                return new OnDisk(
                        there, shop.installer().installed(wanted.name()).isPresent());
            } catch (RuntimeException e) { // a border: this app must be able to go on
                LOG.error("{}: what is installed is not known", wanted.name(), e);
                return new OnDisk(false, false);
            }
        }
    }

    /** What is on disk is not known yet. */
    boolean looking() {
        return looks > 0;
    }

    /** Not what is wanted is on disk, but another release. */
    boolean older() {
        return older;
    }

    /** What is wanted is on disk. */
    boolean installed() {
        return installed;
    }

    /** It is unpacked beside: as soon as no process runs, {@link #swap} puts it in place. */
    boolean staged() {
        return staged != null;
    }

    /** Being put in place or removed: nothing may run. */
    boolean working() {
        return working;
    }

    /** Being fetched or unpacked beside. */
    boolean preparing() {
        return preparation != null;
    }

    /** True once after the new release could not be put in place: the old one is there and can run again. */
    boolean takeSwapFailed() {
        boolean was = swapFailed;
        swapFailed = false;
        return was;
    }

    /** Something else is wanted, so what was refused before is tried again. */
    void want(DesiredApp next) {
        wishes++;
        notRemoved = null;
        boolean otherFiles = next.differsOnDisk(wanted);
        boolean published = next.publishedSince(wanted);
        wanted = next;
        refused = false;
        tries = 0;
        cancelRetry();
        if (otherFiles) cancel();
        if (working) return;
        // a publish looks whether what lies there is still what the release says
        if (published) found(new OnDisk(false, older || installed));
        else look();
    }

    /** Nobody wants what is being prepared. */
    void cancel() {
        cancelRetry();
        if (preparation != null) preparation.cancel();
        discard();
    }

    private void cancelRetry() {
        if (retry != null) retry.cancel();
        retry = null;
    }

    private void discard() {
        Staged old = staged;
        staged = null;
        if (old != null) shop.hands().execute(() -> shop.installer().discard(old));
    }

    /** Begins to fetch and unpack; returns false when that is going on, was refused, or waits to be tried again. */
    boolean prepare() {
        if (preparation != null || refused || retry != null || working) return false;
        Preparation mine = new Preparation(shop, wanted.deploy(), news);
        preparation = mine;
        DesiredApp of = wanted;
        shop.hands().fetch(() -> mine.run(of, (result, failure) -> prepared(mine, result, failure)));
        return true;
    }

    private void prepared(Preparation mine, @Nullable Staged result, @Nullable InstallException failure) {
        preparation = null;
        staged = result;
        repairs = mine.damage();
        beside = mine.beside();
        if (mine.cancelled()) discard();
        else if (mine.intact()) look();
        else if (failure != null) failed(failure);
        else tries = 0;
        decide.run();
    }

    private void failed(InstallException failure) {
        LOG.warn("{}: {} failed: {}", wanted.name(), failure.step(), failure.getMessage());
        if (failure.step().equals("downloaded")) {
            Duration delay = shop.settings().retryInstall().multipliedBy(1L << Math.min(tries, 6)); // 5 s to 5 min
            tries++;
            retry = shop.decisions().after(delay, () -> {
                retry = null;
                decide.run();
            });
        } else {
            refused = true; // trying again would not make it better
        }
        news.installFailed(failure.reason(), news.runs());
    }

    /** Hands out what is staged if it can be put in place while the release before runs; null when it cannot. */
    @Nullable
    Staged takeBeside() {
        Staged ready = beside ? staged : null;
        if (ready != null) staged = null;
        return ready;
    }

    /** What was handed out is in place or gone; {@code failure}: why it could not be used, null = that is not so. */
    void tried(@Nullable Reason failure) {
        if (failure != null) {
            LOG.warn("{}: {}", wanted.name(), failure);
            refused = true;
            news.installFailed(failure, news.runs());
        }
        look();
    }

    void swap() {
        Staged ready = staged;
        if (ready == null) return;
        staged = null;
        working = true;
        long from = System.nanoTime();
        DesiredApp of = wanted;
        int wish = wishes;
        shop.hands().execute(() -> {
            InstallException failure = null;
            try {
                shop.installer().swap(ready);
            } catch (InstallException e) {
                failure = e;
            } catch (RuntimeException e) { // a border: this app must be able to go on
                failure = new InstallException("unpacked", Reason.of(Code.UNEXPECTED, "error", e), e);
            }
            InstallException outcome = failure;
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            OnDisk now = OnDisk.of(shop, of);
            shop.decisions().execute(() -> swapped(wish, now, outcome, took));
        });
    }

    private void swapped(int wish, OnDisk now, @Nullable InstallException failure, Duration took) {
        working = false;
        found(now);
        if (wish != wishes) look(); // something else is wanted meanwhile
        if (failure == null) {
            news.unpacked(took, repairs == null ? null : Reason.of(Code.REPAIRED, "files", repairs));
        } else {
            swapFailed = true;
            failed(failure);
        }
        decide.run();
    }

    /** Uninstalls. */
    void remove() {
        working = true;
        long from = System.nanoTime();
        DesiredApp of = wanted;
        shop.hands().execute(() -> {
            Reason failure = null;
            shop.outputs().leave(of.name(), of.deploy().id());
            try {
                shop.installer().remove(wanted.name());
            } catch (IOException | RuntimeException e) {
                failure = Trouble.reason(e);
            }
            Reason outcome = failure;
            OnDisk now = OnDisk.of(shop, of);
            shop.decisions().execute(() -> removed(now, outcome, Duration.ofNanos(System.nanoTime() - from)));
        });
    }

    private void removed(OnDisk now, @Nullable Reason failure, Duration took) {
        working = false;
        found(now);
        if (failure == null) {
            LOG.info("{}: removed", wanted.name());
            news.removed(took);
        } else {
            LOG.warn("{}: not removed: {}", wanted.name(), failure);
            if (!failure.equals(notRemoved)) news.step("failed", Duration.ZERO, failure.in(Code.NOT_REMOVED));
            notRemoved = failure;
            news.state(io.stardust.protocol.deploy.PlacementState.FAILED, failure.in(Code.NOT_REMOVED_YET));
        }
        if (wanted.goal() != DesiredApp.Goal.REMOVED) decide.run(); // else the next look tries again
    }
}
