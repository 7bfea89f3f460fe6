package io.stardust.agent.spool;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.node.EventModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server what the agent sees, each thing until the server took it. Thread-safe; adding never waits for the
 * network. The first report after a quiet time goes at once, others gather while one is under way and for 100 ms after.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private static final long GATHER_MS = 100;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 30_000;

    private final Sink sink;
    private final LongSupplier revision;
    private final InstantSource clock;
    private final Backlog backlog;
    private final BacklogFile file;
    private final Loop loop;
    private int failures; // in a row; of the loop alone

    private boolean hurry; // the server is back: no more waiting
    private boolean closed;
    private int limit = Integer.MAX_VALUE; // of a batch; 1 while looking for the one the server refuses

    /** Where reports go. Either throws {@link Envelope.Refused} when the server said no. */
    public interface Sink {
        /** Returns when the server took {@code report}. */
        void report(DeployReport report) throws IOException;

        /** Returns when the server took {@code events}, at most 100. */
        void events(List<EventModel> events) throws IOException;
    }

    /**
     * Keeps {@code spool.log} in {@code folder} and at most {@code maxSteps}, and in all no more bytes than
     * {@link Backlog#MAX_BYTES}; touches nothing yet.
     */
    public Spool(Path folder, int maxSteps, Sink sink, LongSupplier revision, InstantSource clock) {
        this.clock = clock;
        this.sink = sink;
        this.revision = revision;
        this.backlog = new Backlog(maxSteps);
        this.file = new BacklogFile(folder.resolve("spool.log"));
        this.loop = Loop.of("spool", this::next, this::turn);
    }

    /** Takes on what an earlier agent could not tell, and begins to send. */
    public void start() throws IOException {
        synchronized (this) {
            file.open(backlog);
        }
        loop.start();
    }

    /** Tells the state of a placement; an untold earlier one of the same placement is forgotten. */
    public synchronized void placement(PlacementReport report) {
        backlog.add(report);
        added(report);
    }

    /** Tells a step. */
    public synchronized void step(StepReport step) {
        backlog.add(step);
        added(step);
    }

    /** Tells an event. */
    public synchronized void event(EventModel event) {
        backlog.add(event);
        added(event);
    }

    private void added(Object entry) {
        file.append(entry, backlog);
        notifyAll();
    }

    /** The server can be reached: what waits for its next try goes now. */
    public synchronized void online() {
        hurry = true;
        notifyAll();
    }

    /** How the thread fares that sends. */
    public LoopState state() {
        return loop.state();
    }

    private void turn(Backlog.Batch batch) throws InterruptedException {
        failures = send(batch) ? 0 : failures + 1;
        loop.rest();
        if (failures == 0) rest(GATHER_MS, false);
        else rest(Math.min(FIRST_RETRY_MS << Math.min(failures - 1, 10), LAST_RETRY_MS), true);
    }

    /** Null when it is closed. */
    private synchronized Backlog.@Nullable Batch next() throws InterruptedException {
        while (!closed && backlog.isEmpty()) wait();
        return closed ? null : backlog.batch(limit);
    }

    private synchronized void rest(long ms, boolean untilOnline) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        if (!untilOnline) hurry = false;
        while (!closed && !(untilOnline && hurry)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) break;
            wait(left);
        }
        hurry = false;
    }

    private boolean send(Backlog.Batch batch) {
        try {
            if (!batch.placements().isEmpty() || !batch.steps().isEmpty()) {
                sink.report(new DeployReport(batch.placements(), batch.steps(), revision.getAsLong()));
            }
            if (!batch.events().isEmpty()) sink.events(batch.events());
            taken(batch);
            limit = Integer.MAX_VALUE;
            return true;
        } catch (IOException e) {
            LOG.debug("{} reports wait: {}", batch.size(), e.getMessage());
            return false;
        } catch (Envelope.Refused e) {
            if (e.code() == Envelope.BAD_REQUEST) return bad(batch, String.valueOf(e.getMessage()));
            LOG.warn("{} reports refused, they wait: {} {}", batch.size(), e.code(), e.getMessage());
            return false;
        } catch (RuntimeException e) { // one that cannot even be written down
            return bad(batch, e.toString());
        }
    }

    /** One bad report must not hold up the others for ever: they go one by one until it is found and dropped. */
    private boolean bad(Backlog.Batch batch, String why) {
        if (limit > 1) {
            limit = 1;
            return true;
        }
        LOG.warn("a report was refused and is dropped: {}", why);
        taken(batch);
        limit = Integer.MAX_VALUE;
        return true;
    }

    private synchronized void taken(Backlog.Batch batch) {
        backlog.taken(batch);
        long dropped = backlog.droppedSinceAsked();
        if (dropped > 0) {
            LOG.warn("{} of the oldest reports were dropped while the server was away", dropped);
            String words = dropped + " of the oldest reports were dropped while the server was away";
            event(new EventModel(clock.millis(), "warn", "Spool", words));
        }
        try {
            file.shrink(backlog);
        } catch (IOException e) {
            LOG.warn("reports that were told stay on disk and will be told again: {}", e.toString());
        }
    }

    /** Stops sending; what was not told waits on disk for the next agent. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        loop.close();
        synchronized (this) {
            file.close();
        }
    }
}
