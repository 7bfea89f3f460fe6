package io.stardust.client.registry;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Link;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services that this process offers, and those that it calls. Thread-safe. Nothing here throws because the server
 * is away: offers are told when it is back, and providers stay those that were known last.
 *
 * <p>Threads, all daemons: {@code stardust-registry} calls the server, {@code stardust-news} runs listeners and writes
 * the disk.
 */
public final class Registry implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.stardust.client.registry");

    private static final int MAX_SERVICES = 1_000;
    private static final Duration CONFIRM = Duration.ofSeconds(10);

    private final Facts facts;
    private final Kept kept;
    private final LongSupplier nanoTime = System::nanoTime;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Offers offers = new Offers();
    private final Feed feed;
    private final News news;

    /**
     * What this process says of itself, and how long it waits.
     *
     * @param release Version of offers that tell none; null = none.
     * @param scope Environment label; null = none: providers of all scopes are seen.
     * @param addresses Of this machine, commas between them; asked when something is offered.
     * @param firstWait How long the first question for a service may wait for the server.
     */
    public record Facts(
            @Nullable String release, @Nullable String scope, Supplier<String> addresses, Duration firstWait) {}

    /** Made by {@code Stardust}; {@link #start} sets it going. */
    public Registry(Link link, Facts facts, Shelf shelf) {
        this.facts = facts;
        this.kept = new Kept(shelf);
        this.news = new News(entries, kept);
        this.feed = new Feed(link, facts, entries, offers, news::ring);
    }

    /** Begins to tell and to ask. */
    public void start() {
        news.start();
        feed.start();
    }

    /** What the owner of the link hears goes here. */
    public Feed feed() {
        return feed;
    }

    /**
     * Offers a service from now on, in place of what was offered under its name; told now, after each login and with
     * each heartbeat. Returns at once.
     *
     * @throws IllegalStateException if 200 others are offered
     */
    public void register(Offer offer) {
        offers.add(offer);
        feed.ring();
    }

    /** Offers {@code service} no longer. Returns at once; nothing happens when it is not offered. */
    public void unregister(String service) {
        offers.remove(service);
        feed.ring();
    }

    /** Takes back all offers and waits at most {@code limit}; returns whether the server knows. */
    public boolean leave(Duration limit) {
        if (offers.services().isEmpty()) return false;
        offers.services().forEach(offers::remove);
        return feed.leave(limit);
    }

    /**
     * Returns who offers {@code service}, from memory. Only the first question for a service waits for the server, two
     * seconds unless {@code Stardust} was told otherwise; when it does not answer, the list is what the disk kept.
     * Empty when nobody is known.
     */
    public List<Provider> resolve(String service) {
        Entry entry = entries.get(service);
        return (entry != null && entry.isSettled() ? entry.snapshot() : settled(service)).usual();
    }

    /** As {@link #resolve(String)}, those that {@code query} lets pass. */
    public List<Provider> resolve(Query query) {
        return settled(query.service()).matching(query);
    }

    /**
     * Tells {@code listener} who offers {@code service} now and after each change, the newest list only; on one thread,
     * so a listener that takes long keeps the others waiting. Close what is returned to hear no more.
     */
    public Subscription subscribe(String service, Consumer<List<Provider>> listener) {
        Entry entry = open(service);
        news.add(entry, listener);
        return () -> entry.listeners().remove(listener);
    }

    /** Names of the services that this process offers. */
    public List<String> offered() {
        return offers.services();
    }

    /** Names of the services that this process has asked for, in the order of the alphabet. */
    public List<String> asked() {
        return entries.keySet().stream().sorted().toList();
    }

    private Snapshot settled(String service) {
        Entry entry = open(service);
        if (entry.isSettled()) return entry.snapshot();
        Snapshot found = entry.settle(facts.firstWait().toNanos(), () -> kept.load(service));
        news.ring();
        return found;
    }

    private Entry open(String service) {
        Entry known = entries.get(service);
        if (known != null) return known;
        if (entries.size() >= MAX_SERVICES) {
            throw new IllegalStateException(
                    "services: " + MAX_SERVICES + " are watched already (expected: names of services, no user input)");
        }
        Entry entry =
                entries.computeIfAbsent(service, name -> new Entry(name, facts.scope(), CONFIRM.toNanos(), nanoTime));
        feed.ring();
        return entry;
    }

    /** Ends the threads; what was known last can still be asked. */
    @Override
    public void close() {
        feed.close();
        news.close();
    }
}
