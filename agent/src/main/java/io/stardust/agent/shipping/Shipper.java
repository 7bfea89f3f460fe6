package io.stardust.agent.shipping;

import io.stardust.agent.shipping.AppOutput.Range;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what apps print, and write to log files of their own, to the server's log centre, range by range, each until it
 * is answered. Thread-safe.
 *
 * <p>The captured logs and those files are what waits; a cursor for each says how far it is sent. {@link #look} is
 * called about each second, also while the server is away, so that lines keep the time at which they were printed. One
 * thread sends: of each of them one range in turn, each second, and round after round of who fills them. Who writes
 * much without filling them is sent every other second: a request costs more than what it carries.
 */
public final class Shipper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMillis(1_900); // every other round
    private static final int MUCH = 16 << 10; // bytes of a range
    /** How long a server without a log centre is left alone, and a server that asks for more at most. */
    static final Duration NO_CENTRE = Duration.ofMinutes(10);
    /** How long the log of an app that was removed is kept for the server. */
    static final Duration LEFT = Duration.ofMinutes(10);

    private static final int NO_SUCH_METHOD = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Apps apps;
    private final Sources sources; // of who looks alone
    private final Door door;
    private final BooleanSupplier loggedIn;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Lock looking = new ReentrantLock();
    private final Loop loop = Loop.of("output", this::next, due -> pause = round());

    private byte[] buffer = new byte[0]; // once it is needed; of the loop alone, as the next three
    private long pause; // ms, before the next round
    private int turn; // of which source
    private int failures; // of all, in a row

    private volatile List<Route> routes = List.of();
    private final Patience server = new Patience(); // guarded by this, as all below
    private boolean centre; // the server in use has taken something
    private boolean wanted; // a round, at once
    private boolean closed;

    /** Whose output is sent. */
    public interface Apps {
        /** All apps that the server knows, and what removed ones have left behind. */
        List<Printed> printing();

        /** Which log files an app writes itself; null when it names none, or was removed. */
        @Nullable
        Written written(Printed app);

        /** Folders below which files may be read that apps name, besides their own folders. */
        List<Path> readable();

        /** What that app left behind is sent, or has waited too long. */
        void sent(Printed left);

        /** Names this life of the machine. */
        String machineLife();
    }

    /** Where the output goes. */
    public interface Door {
        /**
         * Sends the first {@code length} of {@code bytes}.
         *
         * @param head An {@link OutputHead} as it travels
         * @throws IOException if it is not known whether they were taken
         */
        Answer output(String head, byte[] bytes, int length) throws IOException;
    }

    /** What one app writes in one place on its way, and how the server takes it. */
    private static final class Route {
        final AppOutput output;
        final long since; // ns
        final Patience patience = new Patience(); // guarded by the shipper
        long sentMuch; // ns; of the loop alone, as the next two
        boolean rests;
        boolean refusalTold;
        boolean unreadable; // told; of who looks alone

        Route(AppOutput output, long since) {
            this.output = output;
            this.since = since;
        }
    }

    /**
     * Touches nothing yet.
     *
     * @param loggedIn Whether the server can be asked at all.
     * @param nanoTime For waits; {@code clock} is for what is told.
     */
    public Shipper(
            Apps apps,
            Door door,
            BooleanSupplier loggedIn,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.apps = apps;
        this.sources = new Sources(apps, random);
        this.door = door;
        this.loggedIn = loggedIn;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Begins to send. */
    public void start() {
        loop.start();
    }

    /**
     * Notes what was printed since the last look, unless somebody does already: a disk may be slow. Waits for no
     * network.
     */
    public void look() {
        if (!looking.tryLock()) return;
        try {
            lookAtAll();
        } finally {
            looking.unlock();
        }
    }

    private void lookAtAll() {
        Map<Source, Route> known = new HashMap<>();
        for (Route each : routes) known.put(each.output.source(), each);
        long now = nanoTime.getAsLong();
        List<Route> all = new ArrayList<>();
        for (Source source : sources.look(now)) {
            Route route = known.remove(source);
            if (route == null) route = new Route(new AppOutput(source, apps.machineLife(), random), now);
            look(route, now);
            if (source instanceof Captured(Printed app) && app.left() && isOver(route, now)) apps.sent(app);
            else all.add(route);
        }
        routes = List.copyOf(all);
        known.values().forEach(Shipper::ended);
    }

    private static void ended(Route route) {
        long waiting = route.output.waiting();
        if (waiting == 0 || !(route.output.source() instanceof NamedFile)) return;
        LOG.warn("{}: {} bytes are not sent, the file is gone or not followed any more", name(route), waiting);
    }

    private void look(Route route, long now) {
        try {
            route.output.look(clock.millis(), now);
            route.unreadable = false;
        } catch (IOException e) {
            if (!route.unreadable) {
                LOG.warn("{}: its log cannot be looked at: {}", name(route), e.toString());
            }
            route.unreadable = true;
        }
    }

    private boolean isOver(Route route, long now) {
        long waiting = route.output.waiting();
        if (waiting == 0 && !route.unreadable) return true;
        if (now - route.since < LEFT.toNanos()) return false;
        LOG.warn("{}: {} bytes of what it printed last are not sent", name(route), waiting);
        return true;
    }

    /** The server answers again: what waits for its next try goes now. */
    public synchronized void online() {
        server.hurry();
        for (Route each : routes) each.patience.hurry();
        wanted = true;
        notifyAll();
    }

    /**
     * The way to the server is open anew: it was started again, and one without a log centre may have been upgraded.
     */
    public synchronized void connected() {
        if (!centre) server.over();
        online();
    }

    /** A server let us in, perhaps another one. */
    public synchronized void loggedIn() {
        centre = false;
        server.succeeded();
        for (Route each : routes) each.patience.succeeded();
        wanted = true;
        notifyAll();
    }

    /** How the thread fares that sends. */
    public LoopState state() {
        return loop.state();
    }

    /** Null when it is closed. */
    private synchronized @Nullable Boolean next() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        while (!closed && !wanted) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) break;
            wait(left);
        }
        wanted = false;
        return closed ? null : Boolean.TRUE;
    }

    /** Sends one range of each app that has one; returns after how many ms the next round is due. */
    long round() {
        List<Route> all = routes;
        boolean more = false;
        boolean failed = false;
        for (int i = 0; i < all.size() && isOpen(); i++) {
            Route route = all.get(Math.floorMod(turn++, all.size()));
            if (waits(route) || rests(route)) continue;
            Step step = send(route);
            more |= step == Step.MORE;
            failed |= step == Step.FAILED;
            loop.beat();
        }
        return rest(more, failed);
    }

    /** What became of an app's turn. */
    private enum Step {
        DONE,
        /** There is another range. */
        MORE,
        FAILED
    }

    private synchronized boolean isOpen() {
        return !closed && loggedIn.getAsBoolean() && !server.waits(nanoTime.getAsLong());
    }

    private synchronized boolean waits(Route route) {
        return route.patience.waits(nanoTime.getAsLong());
    }

    private boolean rests(Route route) {
        if (route.rests && nanoTime.getAsLong() - route.sentMuch >= REST.toNanos()) route.rests = false;
        return route.rests;
    }

    private synchronized long rest(boolean more, boolean failed) {
        long left = server.millisLeft(nanoTime.getAsLong());
        if (left > 0) return left;
        if (more) return 0;
        return failed ? Patience.FIRST.toMillis() : ROUND.toMillis();
    }

    private Step send(Route route) {
        Range range;
        try {
            if (buffer.length == 0) buffer = new byte[OutputHead.BYTES];
            range = route.output.next(buffer, nanoTime.getAsLong());
        } catch (IOException e) {
            failed(route, "its output cannot be read, or the cursor not be written: " + e);
            return Step.FAILED;
        }
        if (range == null) return Step.DONE;
        try {
            Answer answer = door.output(range.line(), buffer, range.length());
            return heard(route, range, answer);
        } catch (IOException e) {
            away(e.getMessage());
            return Step.FAILED;
        }
    }

    private Step heard(Route route, Range range, Answer answer) {
        boolean missing = answer.code() == Envelope.NOT_FOUND
                || answer.code() == NO_SUCH_METHOD
                || answer.code() == NOT_IMPLEMENTED;
        if (answer.code() == Envelope.OK) {
            taken(route, range);
        } else if (answer.code() == Envelope.BAD_REQUEST) {
            if (!route.refusalTold) LOG.warn("{}: output refused and skipped: {}", name(route), answer.message());
            route.refusalTold = true;
            route.output.answered(range.head(), true);
        } else if (missing) {
            missing(route, answer);
            return Step.FAILED;
        } else if (answer.code() == TOO_MANY || answer.code() == UNAVAILABLE) {
            busy(answer);
            return Step.FAILED;
        } else if (answer.byHttp() || answer.code() == Envelope.UNAUTHORIZED) {
            away(answer.message());
            return Step.FAILED;
        } else {
            failed(route, "output refused, it waits: " + answer.code() + " " + answer.message());
            return Step.FAILED;
        }
        return range.full() ? Step.MORE : Step.DONE;
    }

    private static String name(Route route) {
        return route.output.source().name();
    }

    private void taken(Route route, Range range) {
        route.output.answered(range.head(), false);
        route.refusalTold = false;
        route.rests = range.length() >= MUCH
                && !range.full()
                && !route.output.source().left();
        route.sentMuch = nanoTime.getAsLong();
        if (failures > 0) LOG.info("output is taken again after {} failed attempts", failures);
        failures = 0;
        synchronized (this) {
            centre = true;
            server.succeeded();
            route.patience.succeeded();
        }
    }

    private void away(@Nullable String why) {
        if (failures++ == 0) LOG.warn("output is not taken, it waits: {}", why);
        else LOG.debug("output waits: {}", why);
        synchronized (this) {
            server.failed(nanoTime.getAsLong());
        }
    }

    private void busy(Answer answer) {
        if (failures++ == 0) LOG.warn("output is not taken now, it waits: {}", answer.message());
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (answer.pause().isPositive()) server.pause(shorter(answer.pause(), NO_CENTRE), now);
            else server.failed(now);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The server has no log centre; one that has taken something only does not know this placement. */
    private synchronized void missing(Route route, Answer answer) {
        if (!centre || answer.byHttp()) {
            if (server.failures() == 0) LOG.info("the server keeps no logs: {}", answer.message());
            server.pause(NO_CENTRE, nanoTime.getAsLong());
        } else {
            if (route.patience.failures() == 0) LOG.warn("{}: output refused: {}", name(route), answer.message());
            route.patience.pause(NO_CENTRE, nanoTime.getAsLong());
        }
    }

    private synchronized void failed(Route route, String why) {
        if (route.patience.failures() == 0) LOG.warn("{}: {}", name(route), why);
        route.patience.failed(nanoTime.getAsLong());
    }

    /** Ends the thread and writes down how far it came; what waits goes under the next agent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        loop.close();
        for (Route each : routes) each.output.keep();
    }
}
