package io.stardust.agent;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the desired state and hands it on: when somebody asks, when a heartbeat tells of a newer revision, and after
 * every tenth heartbeat anyway. A pull that fails is repeated until one works. Thread-safe; one pull at a time, so an
 * older list never comes after a newer one.
 */
final class Puller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Puller.class);

    private static final int EVERY_HEARTBEATS = 10;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 30_000;

    private final Source source;
    private final Taker taker;
    private final Loop loop;
    private int failures; // in a row; of the loop alone
    private final Object onePull = new Object();

    private boolean due; // guarded by this
    private boolean closed; // guarded by this
    private long newest; // revision that the server told of; guarded by this
    private long pulled; // largest revision that a list was fetched for; guarded by this
    private int heartbeats; // since the last pull; guarded by this

    /** Asks the server. */
    interface Source {
        /** Returns the whole list. */
        List<DeployInfo> fetch() throws IOException;
    }

    /** Takes a list in. */
    interface Taker {
        /** Returns when the list will not be lost any more. */
        void take(List<DeployInfo> desired) throws IOException, InterruptedException;
    }

    Puller(Source source, Taker taker) {
        this.source = source;
        this.taker = taker;
        this.loop = Loop.of("pull", this::awaitDue, due -> pull());
    }

    void start() {
        loop.start();
    }

    /** Pulls now, in the caller's thread; what it finds is taken in when it returns. */
    void now() throws IOException, InterruptedException {
        synchronized (onePull) {
            long told;
            synchronized (this) {
                told = newest;
                due = false;
                heartbeats = 0;
            }
            List<DeployInfo> desired = source.fetch();
            taker.take(desired);
            long highest = told;
            // several pages are not of one moment: what changed between them is asked for again
            if (desired.size() <= ServerApi.PAGE) {
                for (DeployInfo each : desired) highest = Math.max(highest, each.revision());
            }
            synchronized (this) {
                pulled = Math.max(pulled, highest);
            }
        }
    }

    /** Pulls soon, in a thread of its own. */
    synchronized void soon() {
        due = true;
        notifyAll();
    }

    /** A heartbeat was answered; {@code revision} is the newest the server has for this node. */
    synchronized void heartbeat(long revision) {
        newest = Math.max(newest, revision);
        heartbeats++;
        if (newest > pulled || heartbeats >= EVERY_HEARTBEATS) soon();
    }

    /** How the thread fares that pulls. */
    LoopState state() {
        return loop.state();
    }

    /** Null when it is closed. */
    private synchronized @Nullable Boolean awaitDue() throws InterruptedException {
        while (!due && !closed) wait();
        return closed ? null : Boolean.TRUE;
    }

    /** Whatever goes wrong, the supervisor's silence too: it is tried again. */
    private void pull() throws InterruptedException {
        boolean pulled = false;
        try {
            now();
            pulled = true;
            if (failures > 0) LOG.info("what should run here was pulled, after {} failures", failures);
            failures = 0;
        } catch (IOException | RuntimeException e) {
            if (failures++ == 0) LOG.warn("what should run here could not be pulled: {}", e.getMessage());
            else LOG.debug("what should run here could not be pulled again: {}", e.getMessage());
            loop.rest();
            retryLater(failures);
        } finally {
            if (!pulled) soon();
        }
    }

    /** Whoever asks for a pull meanwhile ends the wait. */
    private synchronized void retryLater(int failures) throws InterruptedException {
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Math.min(FIRST_RETRY_MS << Math.min(failures, 10), LAST_RETRY_MS));
        while (!due && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) break;
            wait(left);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        loop.close();
    }
}
