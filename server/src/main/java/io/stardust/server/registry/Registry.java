package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener;
import io.stardust.server.registry.Provider.Standing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who offers what, and who asks. All of it in memory; what must outlive the server is in {@link Journal} before it is
 * answered. Thread-safe; answers take no lock as long as nothing has changed.
 */
final class Registry implements InstanceListener {
    /** On the server. */
    static final int MOST = 200_000;

    private final Books books;
    private final Asking asking;
    private final Owned owned = new Owned();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final Definitions definitions;
    private final InstantSource clock;
    private final LongSupplier elapsed;
    private final Wiring wiring;

    /**
     * What a registration sets going.
     *
     * @param probes may be told of the same provider again
     */
    record Wiring(Journal journal, Leases leases, Pusher pusher, Probes probes) {}

    /** Makes what a registry sets going, once that is there. */
    @FunctionalInterface
    interface Maker {
        Wiring wiring(Registry registry);
    }

    Registry(
            Definitions definitions,
            Books books,
            Asking asking,
            InstantSource clock,
            LongSupplier elapsed,
            Maker maker) {
        this.definitions = definitions;
        this.books = books;
        this.asking = asking;
        this.clock = clock;
        this.elapsed = elapsed;
        this.wiring = maker.wiring(this);
    }

    /** Takes up what the last life held; every lease counts from now. */
    void load() {
        long now = elapsed.getAsLong();
        long highest = clock.millis();
        for (Registration kept : wiring.journal.open()) {
            highest = Math.max(highest, kept.id());
            @Nullable ServiceDefinition definition = definitions.named(kept.service());
            if (definition == null || definition.projectId() != kept.projectId()) continue;
            ServiceBook book = books.of(kept.service());
            if (book.find(kept.key()) != null) continue;
            begin(book, kept, definition, new Tenure(book, kept, now), Standing.NEW);
        }
        lastId.set(highest);
        for (ServiceBook book : books.all()) book.takeDelta(); // nobody listens yet
    }

    Wiring wiring() {
        return wiring;
    }

    /** The registrations that hold. */
    Collection<Registration> living() {
        List<Registration> living = new ArrayList<>(count.get());
        for (ServiceBook book : books.all()) for (Provider provider : book.all()) living.add(provider.said);
        return living;
    }

    /**
     * Registers, or renews what is registered already. Returns the provider as it stands.
     *
     * @throws Envelope.Refused 403 when there are too many
     */
    Provider register(ServiceDefinition definition, Registration wanted) {
        return register(definition, wanted, Standing.NEW);
    }

    /** As {@link #register(ServiceDefinition, Registration)}; a run that was not there begins as {@code first} says. */
    Provider register(ServiceDefinition definition, Registration wanted, Standing first) {
        ServiceBook book = books.of(wanted.service());
        long now = elapsed.getAsLong();
        Provider made;
        synchronized (book) {
            if (book.isRetired()) return register(definition, wanted, first); // of another book by now
            if (book.definition() == null) book.define(definition);
            @Nullable Provider known = book.find(wanted.key());
            if (known != null && wanted.says(known.said)) {
                known.tenure.beat(now);
                return known;
            }
            if (known == null) requireRoom(wanted);
            long wall = clock.millis();
            Registration said = known == null
                    ? wanted.as(lastId.incrementAndGet(), wall, wall)
                    : wanted.as(known.said.id(), known.said.createdAt(), wall);
            wiring.journal.put(said);
            if (known != null) forget(known.tenure);
            made = begin(book, said, definition, new Tenure(book, said, now), first.after(known, said));
        }
        wiring.pusher.changed(book);
        return made;
    }

    private void requireRoom(Registration wanted) {
        if (owned.count(wanted.owner()) >= Owned.MOST) {
            throw new Envelope.Refused(
                    Envelope.FORBIDDEN, "%s offers %d services already".formatted(wanted.owner(), Owned.MOST));
        }
        if (count.get() >= MOST) {
            throw new Envelope.Refused(
                    Envelope.FORBIDDEN, "the server has %d registrations, no more are taken".formatted(MOST));
        }
    }

    /** Under the lock of the book, or before anybody else is there. */
    private Provider begin(
            ServiceBook book, Registration said, ServiceDefinition definition, Tenure tenure, Standing standing) {
        Steering steering = definitions.steering(definition.id(), said.key());
        var made = new Provider(said, steering, standing, tenure, definition.displayName());
        if (book.find(said.id()) == null) count.incrementAndGet();
        book.put(made);
        owned.add(tenure);
        wiring.leases.begin(tenure);
        wiring.probes.watch(book, made);
        return made;
    }

    private void forget(Tenure tenure) {
        owned.remove(tenure);
        wiring.leases.end(tenure);
    }

    /** Takes a registration back; null when there is none. */
    @Nullable
    Provider unregister(String service, Registration.Key key) {
        @Nullable ServiceBook book = books.known(service);
        if (book == null) return null;
        @Nullable Provider known = book.find(key);
        if (known != null) end(known.tenure);
        return known;
    }

    /** Removes a registration, for whatever reason. */
    void end(Tenure tenure) {
        ServiceBook book = tenure.book;
        synchronized (book) {
            if (!book.holds(tenure)) return;
            wiring.journal.remove(tenure.id);
            book.remove(tenure.id);
            count.decrementAndGet();
            forget(tenure);
            wiring.probes.forget(tenure.id);
        }
        wiring.pusher.changed(book);
    }

    /** What people said of a service has changed. */
    void redefined(String name) {
        @Nullable ServiceBook book = books.known(name);
        if (book == null) return;
        @Nullable ServiceDefinition definition = definitions.named(name);
        if (definition == null) for (Provider provider : book.all()) end(provider.tenure);
        book.define(definition);
        wiring.pusher.changed(book);
    }

    /** People have said something else of a provider. */
    void steered(ServiceBook book, Provider provider, Steering said) {
        synchronized (book) {
            @Nullable Provider now = book.find(provider.said.id());
            if (now != null) book.put(now.with(said, book.displayName()));
        }
        wiring.pusher.changed(book);
    }

    /** A provider was found well, or not. */
    void health(ServiceBook book, long id, boolean healthy) {
        stands(book, id, standing -> standing.health(healthy));
    }

    /**
     * A provider stands otherwise now. Returns the version by which consumers are told; 0 when none needs to be.
     *
     * @param id of one that may be gone
     */
    long stands(ServiceBook book, long id, UnaryOperator<Standing> change) {
        long told;
        synchronized (book) {
            @Nullable Provider now = book.find(id);
            if (now == null) return 0;
            Standing next = change.apply(now.standing);
            if (next.equals(now.standing)) return 0;
            long before = book.version();
            book.put(now.with(next, book.displayName()));
            told = book.version();
            if (told == before) return 0;
        }
        wiring.pusher.changed(book);
        return told;
    }

    /** Grants have changed: subscribers read again what they may call. */
    void regranted() {
        for (ServiceBook book : books.all()) wiring.pusher.again(book);
    }

    /** Somebody asked for all services at once, see {@link Pollers#asked}. */
    void polled(Instance who, int together) {
        asking.pollers().asked(who, together, elapsed.getAsLong());
    }

    Pollers pollers() {
        return asking.pollers();
    }

    /** Where registrations are found by their owner. */
    Owned owned() {
        return owned;
    }

    @Override
    public void came(Instance instance) {
        alive(instance);
    }

    @Override
    public void alive(Instance instance) {
        beat(instance.key());
    }

    /** Whoever owns these registrations lives. */
    void beat(String owner) {
        long now = elapsed.getAsLong();
        for (Tenure tenure : owned.of(owner)) tenure.beat(now);
    }

    @Override
    public void linked(Instance instance) {
        alive(instance);
    }

    @Override
    public void unlinked(Instance instance) {
        for (Tenure tenure : owned.of(instance.key())) wiring.leases.closed(tenure);
    }

    @Override
    public void left(Instance instance, Departure why) {
        for (Tenure tenure : owned.of(instance.key())) {
            switch (why) {
                case LOGOUT, ENDED, SHUT_OUT -> end(tenure);
                case SILENT -> wiring.leases.closed(tenure);
            }
        }
        asking.left(instance.key());
    }
}
