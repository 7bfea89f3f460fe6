package io.stardust.server.eureka;

import io.stardust.server.eureka.Listing.Action;
import io.stardust.server.eureka.Listing.Entry;
import io.stardust.server.eureka.Papers.Paper;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.KeyedCalls;
import io.stardust.server.instance.KeyedCalls.Keyed;
import io.stardust.server.registry.Offered;
import io.stardust.server.registry.ServiceDoor;
import io.stardust.server.registry.Shelf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What Eureka's server does, done by our registry: an instance that is up offers a service, one that is not offers
 * nothing, one that is out of service is drained. Thread-safe.
 */
final class EurekaDoor {
    /** The metadata by which our agent names the run of a process to its client of Eureka. */
    static final String RUN = "stardustrun";

    private final KeyedCalls calls;
    private final ServiceDoor services;
    private final InstantSource clock;
    private final LongSupplier elapsed;
    private final Papers papers;
    private final Recent recent;

    /** @param elapsed milliseconds from whenever, which only ever grow at their pace */
    EurekaDoor(KeyedCalls calls, ServiceDoor services, InstantSource clock, LongSupplier elapsed) {
        this.calls = calls;
        this.services = services;
        this.clock = clock;
        this.elapsed = elapsed;
        this.papers = new Papers(elapsed);
        this.recent = new Recent(elapsed);
    }

    /**
     * Registers an instance, or takes what it says otherwise.
     *
     * @param from where the request came from
     */
    void register(Keyed by, EurekaInstance said, String from) {
        papers.requireRoom(by.appId(), said);
        Instance who = instance(by, said, from);
        @Nullable Paper before = papers.find(by.appId(), said.app(), said.id());
        if (said.status() == Status.UP) { // first: what is refused changes nothing
            services.offer(who, said.wish(), Duration.ofSeconds(said.duration()), from);
        } else {
            services.withdraw(who, said.service(), false);
        }
        if (before != null && !before.said().service().equals(said.service())) {
            services.withdraw(before.who(), before.said().service(), false);
        }
        calls.came(by, who);
        boolean overridden = before != null && before.overridden();
        papers.put(new Paper(said, who, overridden, clock.millis(), elapsed.getAsLong()));
    }

    private static Instance instance(Keyed by, EurekaInstance said, String from) {
        return new Instance(
                by.appId(),
                by.app(),
                by.projectId(),
                said.id(),
                said.ip(),
                from,
                said.metadata().get("version"),
                said.metadata().get("scope"),
                said.metadata().get("zone"),
                null,
                null,
                said.metadata().get(RUN),
                false);
    }

    /**
     * A sign of life; false when the instance has to register first, or again.
     *
     * @param dirty when it changed last, by its own clock, epoch ms
     */
    boolean renew(Keyed by, String app, String id, OptionalLong dirty) {
        @Nullable Paper paper = papers.find(by.appId(), app, id);
        if (paper == null) return false;
        boolean changed = dirty.isPresent() && dirty.getAsLong() > paper.said().dirty();
        boolean over =
                paper.isUp() && !services.offers(paper.who(), paper.said().service());
        if (changed || over) return false;
        calls.alive(by, paper.who());
        papers.replace(paper, paper.renewedAt(clock.millis(), elapsed.getAsLong()));
        return true;
    }

    /** An instance leaves; false when it is not there. */
    boolean cancel(Keyed by, String app, String id) {
        @Nullable Paper paper = papers.find(by.appId(), app, id);
        if (paper == null) return false;
        services.withdraw(paper.who(), paper.said().service(), paper.overridden());
        boolean others = papers.remove(paper);
        if (!others) calls.left(paper.who());
        return true;
    }

    /**
     * Overrides the status of an instance; false when it is not there.
     *
     * @param value null: ends that
     * @throws Invalid if it is no status that can be set
     */
    boolean override(Keyed by, String app, String id, @Nullable String value) {
        boolean drained = value != null
                && switch (Status.of(value)) {
                    case OUT_OF_SERVICE, DOWN -> true;
                    case UP -> false;
                    case STARTING, UNKNOWN -> throw new Invalid("value", Check.shown(value), "UP or OUT_OF_SERVICE");
                };
        @Nullable Paper paper = papers.find(by.appId(), app, id);
        if (paper == null || !services.drain(paper.who(), paper.said().service(), drained)) return false;
        papers.replace(paper, paper.overridden(drained));
        return true;
    }

    /**
     * All instances that the app may call.
     *
     * @param from where the request came from
     */
    Listing all(Keyed by, String from) {
        Recent.News news = recent.look(services::shelves);
        List<Entry> entries = visible(asking(by, from), news.shelves());
        return Listing.of(news.version(), Listing.hash(entries), entries);
    }

    /** What of them changed within the last minutes; the hash is that of all. */
    Listing delta(Keyed by, String from) {
        Recent.News news = recent.look(services::shelves);
        Instance consumer = asking(by, from);
        if (!news.whole()) return Listing.of(news.version(), Listing.READ_ALL, List.of());
        List<Entry> changed = new ArrayList<>();
        for (Recent.Change change : news.changes()) {
            if (!services.mayCall(consumer, change.provider())) continue;
            shown(change.provider()).ifPresent(instance -> changed.add(new Entry(instance, change.action())));
        }
        return Listing.of(news.version(), Listing.hash(visible(consumer, news.shelves())), changed);
    }

    private List<Entry> visible(Instance consumer, List<Shelf> shelves) {
        List<Entry> entries = new ArrayList<>();
        for (Shelf shelf : shelves) {
            for (Offered provider : shelf.of(consumer)) {
                shown(provider).ifPresent(instance -> entries.add(new Entry(instance, Action.ADDED)));
            }
        }
        return entries;
    }

    /**
     * What it said of itself as our registry has it now, else what our registry knows; empty when it speaks no http.
     */
    private Optional<EurekaInstance> shown(Offered provider) {
        @Nullable
        Paper paper = provider.leased() ? papers.find(provider.appId(), provider.service(), provider.client()) : null;
        return paper == null
                ? EurekaInstance.of(provider)
                : Optional.of(paper.said().as(provider, paper.overridden(), paper.renewed()));
    }

    /**
     * Who asks: clients do not say which instance it is, but where an app has one only it is that. The registry hears
     * of it.
     */
    private Instance asking(Keyed by, String from) {
        List<Instance> there = papers.at(by.appId(), from);
        Instance who = there.size() == 1
                ? there.getFirst()
                : new Instance(
                        by.appId(),
                        by.app(),
                        by.projectId(),
                        from,
                        null,
                        from,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false);
        services.asked(who, Math.max(1, there.size()));
        return who;
    }

    /** Who may call whom has changed. */
    void regranted() {
        recent.again();
    }
}
