package io.stardust.server.instance;

import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.app.App;
import io.stardust.server.app.AppDoor;
import io.stardust.server.instance.InstanceListener.Departure;
import io.stardust.server.node.Patience;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which instances are there; in memory only. Thread-safe. Who comes and goes is told to listeners in the order in
 * which it happened, under a lock of this: a listener must wait for nobody. How long one has been silent is measured by
 * a clock that no clock step moves.
 */
public final class Instances implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    /** In all: some 100 MB. */
    private static final int MOST = 100_000;
    /** Of an app that anybody can come as. */
    private static final int OF_OPEN_APP = 10_000;

    private static final Duration ROUND = Duration.ofSeconds(1);

    private final AppDoor door;
    private final InstantSource clock;
    private final LongSupplier elapsed;
    private final Patience ours;
    private final Patience foreign;
    private final Map<Long, Map<String, Seat>> apps = new ConcurrentHashMap<>();
    private final Map<String, Instance> keys = new ConcurrentHashMap<>();
    private final List<InstanceListener> listeners = new CopyOnWriteArrayList<>();
    private final Loop loop = Loop.every("instances", ROUND, this::round);
    private long last; // number of a seat; guarded by this

    /** After so long without a sign of life an instance is given up: one with our SDK, and another. */
    public record Timeouts(Duration ours, Duration foreign) {}

    /**
     * @param elapsed milliseconds from whenever, which only ever grow at their pace
     * @param timeouts as they are set now
     */
    public Instances(AppDoor door, InstantSource clock, LongSupplier elapsed, Supplier<Timeouts> timeouts) {
        this.door = door;
        this.clock = clock;
        this.elapsed = elapsed;
        this.ours = new Patience(() -> timeouts.get().ours(), elapsed);
        this.foreign = new Patience(() -> timeouts.get().foreign(), elapsed);
    }

    /** Adds a listener; before the server serves. */
    public void listen(InstanceListener listener) {
        listeners.add(listener);
    }

    /** Begins to notice who is silent. */
    public Instances start() {
        ours.begin();
        foreign.begin();
        loop.start();
        return this;
    }

    /** Every instance that is there, in no order. */
    public Collection<Instance> all() {
        return List.copyOf(keys.values());
    }

    /** The instances of an app, in no order. */
    public List<Instance> ofApp(long appId) {
        return seats(appId).stream().map(Seat::instance).toList();
    }

    /** One instance of an app; empty when it is not there. */
    public Optional<Instance> find(long appId, String client) {
        return Optional.ofNullable(apps.getOrDefault(appId, Map.of()).get(client))
                .map(Seat::instance);
    }

    /** The instance of that push channel; empty when it is not there. */
    Optional<Instance> byKey(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    /** True when the login of an instance that is there has shown a key of its app; another may be anybody. */
    public boolean proved(Instance instance) {
        return key(instance) != 0;
    }

    /** The key by which an instance that is there logged in; 0: by none. */
    public long key(Instance instance) {
        @Nullable Seat seat = apps.getOrDefault(instance.appId(), Map.of()).get(instance.client());
        return seat == null ? 0 : seat.keyId();
    }

    /** The scopes of the config that may be asked for with a key, see {@link AppDoor#scopes}. */
    public @Nullable List<String> scopes(long appId, long keyId) {
        return door.scopes(appId, keyId);
    }

    /** How many of an app are there. */
    public long count(long appId) {
        return apps.getOrDefault(appId, Map.of()).size();
    }

    Collection<Seat> seats(long appId) {
        return apps.getOrDefault(appId, Map.of()).values();
    }

    /**
     * It has logged in, maybe again.
     *
     * @param keyId by which; 0: none
     * @throws Refused 429 when too many are there
     */
    synchronized void came(Instance instance, long keyId) {
        Map<String, Seat> of = apps.computeIfAbsent(instance.appId(), _ -> new ConcurrentHashMap<>());
        @Nullable Seat known = of.get(instance.client());
        if (known == null) requireRoom(instance, of.size());
        long now = clock.millis();
        long steady = elapsed.getAsLong();
        if (known == null) {
            of.put(instance.client(), new Seat(++last, instance, keyId, now, now, steady, null));
        } else {
            of.put(instance.client(), known.as(instance, keyId, now, steady));
            keys.remove(known.instance().key(), known.instance());
        }
        keys.put(instance.key(), instance);
        tell(listener -> listener.came(instance));
    }

    private void requireRoom(Instance instance, int ofApp) {
        boolean full = keys.size() >= MOST || (OpenApps.has(instance.app()) && ofApp >= OF_OPEN_APP);
        if (full) throw new Refused(429, "too many instances are logged in; try again later");
    }

    /** The instance {@code found} as it logged in; one that is not there any more comes by this. */
    Instance known(Instance found, long keyId) {
        Optional<Instance> there = find(found.appId(), found.client());
        if (there.isPresent()) return there.get();
        came(found, keyId);
        return found;
    }

    /** It gives a sign of life. */
    void alive(Instance instance, @Nullable Meters told) {
        @Nullable Map<String, Seat> of = apps.get(instance.appId());
        if (of == null) return;
        long now = clock.millis();
        long steady = elapsed.getAsLong();
        @Nullable Seat heard = of.computeIfPresent(instance.client(), (_, seat) -> seat.heard(now, steady, told));
        if (heard != null) tell(listener -> listener.alive(heard.instance()));
    }

    /** Its push channel is open. */
    void linked(Instance instance) {
        alive(instance, null);
        tell(listener -> listener.linked(instance));
    }

    /** Its push channel has ended. */
    void unlinked(Instance instance) {
        tell(listener -> listener.unlinked(instance));
    }

    /** The agent saw the process of the app end that it had started as {@code run}. */
    public void ended(long appId, String run) {
        for (Seat seat : seats(appId)) {
            if (run.equals(seat.instance().run())) left(seat.instance(), Departure.ENDED);
        }
    }

    /** It is over. */
    synchronized void left(Instance instance, Departure why) {
        @Nullable Map<String, Seat> of = apps.get(instance.appId());
        @Nullable Seat gone = of == null ? null : of.remove(instance.client());
        if (of == null || gone == null) return;
        if (of.isEmpty()) apps.remove(instance.appId());
        keys.remove(gone.instance().key(), gone.instance());
        LOG.debug("instance {}: gone, {}", gone.instance().key(), why);
        tell(listener -> listener.left(gone.instance(), why));
    }

    private void tell(Consumer<InstanceListener> news) {
        for (InstanceListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) { // the border of each: the others hear of it too
                LOG.error("an instance: a listener failed", e);
            }
        }
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private void round() {
        long now = elapsed.getAsLong();
        long most = ours.get().toMillis();
        long mostForeign = foreign.get().toMillis();
        apps.forEach((appId, of) -> {
            @Nullable App app = door.app(appId).orElse(null);
            for (Seat seat : of.values()) {
                if (now - seat.elapsed() > (seat.instance().sdk() ? most : mostForeign)) {
                    giveUp(seat);
                } else if (app == null || !isStillWelcome(app, seat)) {
                    left(seat.instance(), Departure.SHUT_OUT);
                }
            }
        });
    }

    /** Unless it was heard of meanwhile. */
    private synchronized void giveUp(Seat silent) {
        Instance instance = silent.instance();
        @Nullable Seat now = apps.getOrDefault(instance.appId(), Map.of()).get(instance.client());
        if (Objects.equals(now, silent)) left(instance, Departure.SILENT);
    }

    private boolean isStillWelcome(App app, Seat seat) {
        Instance instance = seat.instance();
        return app.enabled()
                && app.approved()
                && app.name().equals(instance.app())
                && door.holds(app.id(), seat.keyId())
                && door.admits(app.id(), instance.address());
    }

    @Override
    public void close() {
        loop.close();
    }
}
