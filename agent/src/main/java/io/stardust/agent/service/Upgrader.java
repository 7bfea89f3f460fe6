package io.stardust.agent.service;

import io.stardust.agent.files.Trouble;
import io.stardust.agent.service.Home.Failure;
import io.stardust.agent.service.Home.Trial;
import io.stardust.protocol.loop.Heartbeat;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.UpgradeInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this program to the version its server has for it, and back when that does not work. Thread-safe.
 *
 * <pre>
 *   asked ── newer ──▶ fetched ──▶ tried beside ──▶ switched ──▶ new start ── logged in ──▶ kept
 *                        │             │                            │
 *                        └─────────────┴── remembered, told         └── ends, or 60 s without login ──▶ old one back
 * </pre>
 *
 * <p>The way back is the start script's, which needs nothing of the new version. What failed is never tried again,
 * unless it only never reached a server that the old version did not reach either.
 */
public final class Upgrader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrader.class);
    private static final int DAMAGED_TIMES = 3;

    /** An old version that reached the server only this long after its start tells that the server was away. */
    private static final Duration SERVER_WAS_AWAY = Duration.ofSeconds(30);

    private static final String NO_LOGIN = "no login";

    private final @Nullable Home home;
    private final String version;
    private final Parts parts;
    private final UpgradeSettings settings;
    private final Loop loop;
    private boolean passed; // the trial of this version; of the loop alone
    private boolean toldAll; // of what failed; of the loop alone
    private final long begun = System.nanoTime();

    private boolean loggedIn; // guarded by this
    private boolean closed; // guarded by this
    private long nextAsk; // ns; guarded by this
    private @Nullable String damaged; // version; guarded by work
    private int timesDamaged; // guarded by work
    private final Object work = new Object();

    /**
     * What it works with.
     *
     * @param channel of the node, asked each time
     * @param events what the server is told
     * @param restart ends this program, to be started again with its apps alive
     */
    public record Parts(
            ReleaseSource source,
            Supplier<String> channel,
            Consumer<EventModel> events,
            Runnable restart,
            InstantSource clock) {}

    /** @param home null when this program was not installed: it then only says so */
    public Upgrader(@Nullable Home home, String version, Parts parts, UpgradeSettings settings) {
        this.home = home;
        this.version = version;
        this.parts = parts;
        this.settings = settings;
        this.loop = Loop.of(new Heartbeat("upgrade", settings.every()), this::awaitTurn, due -> turn(), () -> {});
    }

    /** Begins to watch over a trial of this version, and to look for newer ones once logged in. */
    public void start() {
        if (home != null) loop.start();
    }

    /** The server has let us in: a trial of this version is over, and won. */
    public synchronized void loggedIn() {
        if (!loggedIn) nextAsk = System.nanoTime() + settings.first().toNanos();
        loggedIn = true;
        notifyAll();
    }

    /** How the thread fares that looks for newer versions. */
    public LoopState state() {
        return loop.state();
    }

    /** Null when there is nothing more to do. */
    private @Nullable Boolean awaitTurn() throws InterruptedException {
        if (!passed || !toldAll) return isClosed() ? null : Boolean.TRUE;
        if (!settings.enabled()) return null;
        return awaitAsk() ? Boolean.TRUE : null;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void turn() throws IOException, InterruptedException {
        if (!passed) {
            if (passTrial()) passed = true;
            else close(); // over, or back to the version before
            return;
        }
        if (!toldAll) {
            tellFailures();
            toldAll = true;
            return;
        }
        synchronized (this) {
            nextAsk = System.nanoTime() + settings.every().toNanos(); // whatever comes of this time
        }
        try {
            now();
        } catch (IOException e) {
            LOG.warn("no newer version could be had: {}", Trouble.words(e));
        } catch (RuntimeException e) {
            LOG.warn("no newer version could be had: {}", e.getMessage());
        }
    }

    /** Returns once logged in; false when the time is over and the old version is to come back. */
    private boolean passTrial() throws IOException, InterruptedException {
        Home place = java.util.Objects.requireNonNull(home);
        @Nullable Trial trial = place.trial();
        boolean ours = trial != null && trial.version().equals(version);
        if (trial != null && !ours && version.equals(place.current())) place.endTrial(); // cut before its switch
        loop.rest();
        boolean inTime = awaitLogin(ours ? settings.trial() : null);
        loop.beat();
        if (trial == null || !ours) return inTime;
        if (inTime) {
            place.endTrial();
            LOG.info("version {} is in, instead of {}", version, trial.before());
            tell("info", "version " + version + " runs, instead of " + trial.before());
            return true;
        }
        place.fail(version, NO_LOGIN + " within " + settings.trial().toSeconds() + " s");
        LOG.error(
                "version {} has not reached a server within {}; back to {}", version, settings.trial(), trial.before());
        parts.restart().run();
        return false;
    }

    /** {@code limit} null: however long it takes. */
    private synchronized boolean awaitLogin(@Nullable Duration limit) throws InterruptedException {
        long end = limit == null ? 0 : begun + limit.toNanos();
        while (!loggedIn && !closed) {
            if (limit == null) {
                wait();
                continue;
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return loggedIn;
    }

    private void tellFailures() throws IOException {
        Home place = java.util.Objects.requireNonNull(home);
        for (Failure failure : place.untold()) {
            tell("error", "version " + failure.version() + " failed, " + version + " runs on: " + failure.reason());
            place.told(failure);
            boolean serverWasAway = System.nanoTime() - begun > SERVER_WAS_AWAY.toNanos();
            if (failure.reason().startsWith(NO_LOGIN) && serverWasAway) place.forgive(failure.version());
        }
    }

    private synchronized boolean awaitAsk() throws InterruptedException {
        while (!closed) {
            long left = (nextAsk - System.nanoTime()) / 1_000_000;
            if (left <= 0) return true;
            wait(left);
        }
        return false;
    }

    /**
     * Asks the server now and does what it says.
     *
     * @return words for people: what was done, or why nothing was
     * @throws IOException if the server or the new version cannot be had
     */
    public String now() throws IOException, InterruptedException {
        if (home == null) return "this agent was not installed from its package: it is not replaced";
        if (!settings.enabled()) return "upgrade.enabled is false here";
        synchronized (work) {
            if (home.trial() != null) return "a new version is on trial";
            @Nullable UpgradeInfo offer = parts.source().ask(parts.channel().get(), home.failed());
            String wanted = offer == null || offer.version() == null ? "" : offer.version();
            if (offer == null || wanted.equals(version)) return "nothing newer than " + version;
            if (offer.sha256() == null) return "version " + wanted + " is not for this agent: no SHA-256";
            if (!PackageTree.isVersion(wanted)) return "version '" + wanted + "' (expected: such as 4.0.1)";
            if (home.hasFailed(wanted)) return "version " + wanted + " failed here before";
            return upgrade(home, offer, wanted);
        }
    }

    private String upgrade(Home place, UpgradeInfo offer, String wanted) throws IOException, InterruptedException {
        LOG.info("version {} is fetched, {} bytes", wanted, offer.fileSize());
        try {
            new Download(place, parts.source(), settings).bring(offer, wanted);
        } catch (Download.Damaged e) {
            timesDamaged = wanted.equals(damaged) ? timesDamaged + 1 : 1;
            damaged = wanted;
            if (timesDamaged >= DAMAGED_TIMES) giveUp(place, wanted, e);
            else tell("warn", "version " + wanted + " came damaged, " + version + " runs on: " + Trouble.words(e));
            throw e;
        } catch (Download.Unfit e) {
            giveUp(place, wanted, e);
            throw e;
        }
        place.tidy(Set.of(version, wanted));
        place.beginTrial(new Trial(wanted, version));
        place.pointTo(wanted);
        LOG.info("version {} is to run instead of {}: starting anew", wanted, version);
        parts.restart().run();
        return "version " + wanted + " is in place and is started now";
    }

    private void giveUp(Home place, String wanted, IOException why) throws IOException {
        String reason = Trouble.words(why);
        place.fail(wanted, reason);
        tell("error", "version " + wanted + " failed, " + version + " runs on: " + reason);
        place.told(new Failure(wanted, reason));
    }

    private void tell(String type, String words) {
        parts.events().accept(new EventModel(parts.clock().millis(), type, "upgrade", words));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (!loop.isCurrent()) loop.close();
    }
}
