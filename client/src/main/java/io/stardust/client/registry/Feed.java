package io.stardust.client.registry;

import io.stardust.client.link.Link;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.protocol.registry.ServiceAck;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps server and registry of one mind: tells offers, reads services whole, applies what is pushed. The owner of the
 * link calls {@link #loggedIn}, {@link #connected}, {@link #lost}, {@link #heartbeat} and {@link #text}; all return at
 * once. Thread-safe.
 */
public final class Feed implements AutoCloseable {
    /** A read this old is repeated at a heartbeat, in case a push was lost on its way. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(5);

    private static final long RETRY_MS = 1_000;
    private static final int RETRY_DOUBLINGS = 5;
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Link link;
    private final Registry.Facts facts;
    private final Map<String, Entry> entries;
    private final Offers offers;
    private final Runnable news;
    private final Bell bell = new Bell();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Map<String, String> refusals = new ConcurrentHashMap<>(); // told once
    private final Loop loop = Loop.of("stardust-registry", this::due, due -> turn());

    private volatile boolean connected;
    private volatile boolean leaving;
    private long wait = REST_NANOS; // of the loop's thread, as the next
    private int failures;

    Feed(Link link, Registry.Facts facts, Map<String, Entry> entries, Offers offers, Runnable news) {
        this.link = link;
        this.facts = facts;
        this.entries = entries;
        this.offers = offers;
        this.news = news;
    }

    void start() {
        loop.start();
    }

    void ring() {
        bell.ring();
    }

    /** A new login: the server may know nothing of us. */
    public void loggedIn() {
        offers.renew();
        outdate();
    }

    /** The socket is open: whatever was pushed meanwhile was missed. */
    public void connected() {
        connected = true;
        outdate();
    }

    /** The socket is gone: heartbeats ask instead. */
    public void lost() {
        connected = false;
    }

    /** A heartbeat was answered. */
    public void heartbeat() {
        offers.renew();
        for (Entry each : entries.values()) each.outdateAfter(connected ? READ_AGAIN.toNanos() : 0);
        bell.ring();
    }

    private void outdate() {
        entries.values().forEach(Entry::outdate);
        bell.ring();
    }

    /** A text that was pushed; returns whether it was the registry's. */
    public boolean text(String text) {
        if (!text.startsWith(ServiceDelta.PREFIX)) return false;
        try {
            ServiceDelta delta = Json.WIRE.read(text.substring(ServiceDelta.PREFIX.length()), ServiceDelta.class);
            Entry entry = entries.get(delta.service());
            if (entry == null) {
                acknowledge(delta); // the process before this had asked, by the same name
            } else if (entry.take(delta)) {
                acknowledge(delta);
                news.run();
            } else {
                bell.ring(); // reading it again acknowledges it as well
            }
        } catch (Json.BadJson | NullPointerException e) {
            Registry.LOG.log(Level.WARNING, "a pushed change of a service that cannot be read: " + e.getMessage());
            outdate();
        }
        return true;
    }

    private void acknowledge(ServiceDelta delta) {
        if (!delta.ack()) return;
        var ack = new ServiceAck(delta.service(), delta.version());
        link.say(ServiceAck.PREFIX + Json.WIRE.text(ack)); // else the socket is gone, and all is read again
    }

    private Boolean due() throws InterruptedException {
        bell.rest(wait);
        return Boolean.TRUE;
    }

    private void turn() {
        wait = REST_NANOS;
        if (!link.isLoggedIn()) return;
        try {
            unregister();
            if (leaving) left.countDown();
            readNew();
            register();
            for (Entry each : entries.values()) read(each);
            failures = 0;
        } catch (IOException e) {
            Registry.LOG.log(Level.DEBUG, "the registry waits for a server: " + e.getMessage());
            long longest = RETRY_MS << Math.min(failures++, RETRY_DOUBLINGS); // a fleet shall not come back at once
            wait = TimeUnit.MILLISECONDS.toNanos(
                    longest / 2 + ThreadLocalRandom.current().nextLong(longest));
        }
    }

    private void unregister() throws IOException {
        for (Offer each = offers.nextLeaving(); each != null; each = offers.nextLeaving()) {
            tell("/App/UnregisterService", each);
            offers.left(each);
        }
    }

    private void register() throws IOException {
        for (Offer each = offers.next(); each != null; each = offers.next()) {
            tell("/App/RegisterService", each);
            offers.told(each);
        }
    }

    private void tell(String path, Offer offer) throws IOException {
        try {
            link.call("POST", path, Map.of(), published(offer), ServiceModel.class);
            refusals.remove(offer.service());
        } catch (Envelope.Refused e) { // said again with the next heartbeat: a person may have allowed it until then
            refused(offer.service(), path + " of " + offer.service(), e);
        }
    }

    private PublishServiceInfo published(Offer offer) {
        return new PublishServiceInfo(
                offer.service(),
                null,
                facts.addresses().get(),
                offer.version() == null ? facts.release() : offer.version(),
                String.join(",", offer.addresses()),
                offer.external(),
                offer.health(),
                offer.tags().isEmpty() ? null : String.join(",", offer.tags()),
                offer.weight(),
                null,
                null,
                offer.metadata().isEmpty() ? null : offer.metadata());
    }

    /** Somebody waits for those that were never read. */
    private void readNew() throws IOException {
        for (Entry each : entries.values()) if (!each.isSettled()) read(each);
    }

    private void read(Entry entry) throws IOException {
        if (!entry.isStale()) return;
        entry.reading();
        try {
            var question = new ResolveServiceInfo(entry.service(), null, null, null, null);
            @Nullable
            ServiceState state = link.call("POST", "/App/SubscribeService", Map.of(), question, ServiceState.class);
            if (state == null) throw new IOException("an empty answer");
            entry.take(state);
            refusals.remove("?" + entry.service());
        } catch (Envelope.Refused e) {
            refused("?" + entry.service(), "the question for " + entry.service(), e);
            if (e.code() != Envelope.UNAUTHORIZED) entry.refused(); // else a login follows, and this is asked again
        } catch (IOException e) {
            entry.outdate();
            throw e;
        }
        if (entry.isStale()) bell.ring();
        news.run();
    }

    private void refused(String key, String what, Envelope.Refused e) {
        String words = what + " is refused: " + e.code() + " " + e.getMessage();
        if (!words.equals(refusals.put(key, words))) Registry.LOG.log(Level.WARNING, words);
    }

    /** Returns whether the server heard within {@code limit} what is offered no longer. */
    boolean leave(Duration limit) {
        leaving = true;
        bell.ring();
        try {
            return left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
