package io.stardust.agent;

import io.stardust.agent.host.Connections;
import io.stardust.agent.supervise.Traffic;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.OfferReport;
import io.stardust.protocol.registry.OfferedService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server what the apps of this node offer to others, and when their processes end: it then sends nobody there
 * any more, within milliseconds. What is offered is told again with each heartbeat; an end that could not be told, with
 * the next login. Thread-safe.
 */
final class Offers implements Traffic, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
    private static final long HOLD_MORE_MS = 10_000; // of a stop that takes longer than it should
    private static final long LONGEST_HOLD_MS = 600_000;
    private static final int UNTOLD = 200; // ends that are remembered while the server is away

    private final Door door;
    private final BooleanSupplier online;
    private final Supplier<String> addresses;
    private final Duration patience;
    private final Draining draining;
    private final Loop loop = Loop.of("offer", this::next, this::tell);

    private final Map<Key, OfferReport> up = new HashMap<>(); // guarded by this
    private final ArrayDeque<Telling> waiting = new ArrayDeque<>(); // guarded by this
    private final ArrayDeque<OfferReport> untold = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    /** Tells the server. */
    interface Door {
        /** Returns when the server acts by it. */
        void offer(OfferReport report) throws IOException;
    }

    /**
     * How a process is led away from before it is stopped.
     *
     * @param connections how many are open to one of some ports of this machine; negative: unknown
     */
    record Draining(Drainer drainer, ToIntFunction<Set<Integer>> connections) {
        /** By this server; {@code machine} is the root of its files. */
        static Draining of(Drainer.Door server, Path machine) {
            return new Draining(new Drainer(server, Drainer.Rhythm.USUAL), new Connections(machine)::to);
        }
    }

    /** One start of a placement. */
    private record Key(long placementId, @Nullable String run) {
        static Key of(OfferReport report) {
            return new Key(report.placementId(), report.run());
        }
    }

    /** A report under way; {@code told} opens when that has been tried. */
    private record Telling(OfferReport report, CountDownLatch told) {}

    /**
     * @param online whether the server can be told anything now
     * @param addresses of this machine, commas between them
     * @param patience how long a stop waits until nobody is sent to the app any more
     */
    Offers(Door door, BooleanSupplier online, Supplier<String> addresses, Duration patience, Draining draining) {
        this.door = door;
        this.online = online;
        this.addresses = addresses;
        this.patience = patience;
        this.draining = draining;
    }

    void start() {
        loop.start();
    }

    LoopState state() {
        return loop.state();
    }

    @Override
    public synchronized void up(DeployInfo placement, @Nullable String run) {
        OfferReport report = report(placement, run, services(placement), false);
        OfferReport before = report.services().isEmpty() ? up.remove(Key.of(report)) : up.put(Key.of(report), report);
        boolean nothing = before == null && report.services().isEmpty();
        if (!nothing && !report.equals(before)) add(report);
    }

    @Override
    public synchronized void down(DeployInfo placement, @Nullable String run) {
        if (up.remove(new Key(placement.id(), run)) != null) add(report(placement, run, List.of(), false));
    }

    @Override
    public Left leaving(DeployInfo placement, @Nullable String run, Stop stop) throws InterruptedException {
        Left left = Left.CLEAN;
        if (run != null && stop.well() && online.getAsBoolean()) left = drained(placement, run, stop);
        takeBack(placement, run);
        return left;
    }

    private Left drained(DeployInfo placement, String run, Stop stop) throws InterruptedException {
        long hold = Math.min(stop.patience().toMillis() + HOLD_MORE_MS, LONGEST_HOLD_MS);
        Set<Integer> ports = ports(placement);
        return draining.drainer.await(
                new DrainQuery(placement.id(), run, hold, stop.next()),
                stop,
                () -> ports.isEmpty() ? -1 : draining.connections.applyAsInt(ports));
    }

    private static Set<Integer> ports(DeployInfo placement) {
        Set<Integer> ports = new HashSet<>();
        if (placement.service() != null) ports.add(placement.service().port());
        for (OfferedService service : services(placement)) ports.add(service.port());
        ports.remove(0);
        return ports;
    }

    private void takeBack(DeployInfo placement, @Nullable String run) throws InterruptedException {
        Telling telling;
        synchronized (this) {
            if (up.remove(new Key(placement.id(), run)) == null || !online.getAsBoolean()) return;
            telling = add(report(placement, run, List.of(), false));
        }
        if (!telling.told.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("placement {}: stopped though the server has not taken back what it offers", placement.id());
        }
    }

    @Override
    public synchronized void ended(DeployInfo placement, @Nullable String run) {
        up.remove(new Key(placement.id(), run));
        add(report(placement, run, List.of(), true));
    }

    /** All that is offered is told again: the server counts on it. */
    synchronized void renew() {
        for (OfferReport report : up.values()) if (!waits(report)) add(report);
    }

    /** To a server that answers slowly the same is not told twice. */
    private boolean waits(OfferReport report) { // under the lock
        for (Telling telling : waiting) if (telling.report.equals(report)) return true;
        return false;
    }

    /** The server is there again, or another one is: it hears what it missed. */
    synchronized void loggedIn() {
        List<OfferReport> missed = new ArrayList<>(untold);
        untold.clear();
        for (OfferReport report : missed) add(report);
        renew();
    }

    private Telling add(OfferReport report) { // under the lock
        Telling telling = new Telling(report, new CountDownLatch(1));
        waiting.add(telling);
        notifyAll();
        return telling;
    }

    private OfferReport report(
            DeployInfo placement, @Nullable String run, List<OfferedService> services, boolean ended) {
        return new OfferReport(placement.id(), run, services, addresses.get(), ended);
    }

    /** A service without a port is at the port of the placement. */
    private static List<OfferedService> services(DeployInfo placement) {
        List<OfferedService> declared = placement.services();
        if (declared == null || placement.service() == null) return List.of();
        int port = placement.service().port();
        List<OfferedService> services = new ArrayList<>(declared.size());
        for (OfferedService each : declared) {
            services.add(
                    each.port() > 0
                            ? each
                            : new OfferedService(each.name(), port, each.scheme(), each.tag(), each.health()));
        }
        return services;
    }

    private synchronized @Nullable Telling next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) wait();
        return closed ? null : waiting.poll();
    }

    private void tell(Telling telling) {
        try {
            door.offer(telling.report);
        } catch (IOException | RuntimeException e) {
            LOG.debug("placement {}: what it offers was not told: {}", telling.report.placementId(), e.getMessage());
            if (telling.report.ended()) remember(telling.report);
        } finally {
            telling.told.countDown();
        }
    }

    private synchronized void remember(OfferReport end) {
        untold.add(end);
        if (untold.size() > UNTOLD) untold.poll();
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
