package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.ServiceAck;
import io.stardust.server.instance.Instance;
import io.stardust.server.registry.Consumers.Consumer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers who provides a service, and keeps in mind who asked. Thread-safe. */
final class Asking {
    /** Services for which one instance may ask and be remembered. */
    static final int MOST = 500;

    private final Map<String, Set<ServiceBook>> asked = new ConcurrentHashMap<>();
    private final Pollers pollers = new Pollers();
    private final Books books;
    private final Grants grants;
    private final InstantSource clock;
    private final LongSupplier elapsed;

    Asking(Books books, Grants grants, InstantSource clock, LongSupplier elapsed) {
        this.books = books;
        this.grants = grants;
        this.clock = clock;
        this.elapsed = elapsed;
    }

    /** Answers who provides a service, as an envelope. */
    byte[] resolve(Instance who, String service, Filter filter) {
        @Nullable ServiceBook book = books.toAsk(service);
        if (book == null) return WireText.list(List.of());
        Snapshot now = book.snapshot();
        @Nullable Consumer consumer = ask(who, book, filter, now);
        if (consumer != null) consumer.acknowledges(now.version);
        return now.resolved(who, grants, filter);
    }

    /**
     * Answers as {@link #resolve}, all and as a state; from now on {@code who} hears of changes.
     *
     * @throws Envelope.Refused 403 when it asks for too many, or too many ask
     */
    byte[] subscribe(Instance who, String service) {
        while (true) {
            @Nullable ServiceBook book = books.toAsk(service);
            @Nullable Consumer consumer = book == null ? null : ask(who, book, Filter.ALL, book.snapshot());
            if (book == null || consumer == null) {
                throw new Envelope.Refused(
                        Envelope.FORBIDDEN,
                        "ServiceName: %s has too many consumers, or you ask for too many".formatted(service));
            }
            consumer.listens = true; // before the state is taken: what changes in between is heard
            if (book.isRetired()) continue;
            Snapshot now = book.snapshot();
            consumer.version = now.version;
            consumer.acknowledges(now.version); // that is how a client gets what it has missed
            return now.state(who, grants);
        }
    }

    /** True when {@code who} had subscribed. */
    boolean unsubscribe(Instance who, String service) {
        @Nullable ServiceBook book = books.known(service);
        @Nullable Consumer consumer = book == null ? null : book.consumers.find(who.key());
        if (consumer == null || !consumer.listens) return false;
        consumer.listens = false;
        return true;
    }

    /** A subscriber says that it has applied what was pushed. */
    void acknowledged(String key, ServiceAck ack) {
        @Nullable ServiceBook book = books.known(ack.service());
        @Nullable Consumer consumer = book == null ? null : book.consumers.find(key);
        if (book != null && consumer != null) consumer.acknowledges(Math.min(ack.version(), book.version()));
    }

    private @Nullable Consumer ask(Instance who, ServiceBook book, Filter filter, Snapshot now) {
        String key = who.key();
        @Nullable Set<ServiceBook> others = asked.get(key);
        if (others == null || !others.contains(book)) {
            if (others != null && others.size() >= MOST) return null;
            asked.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(book);
        }
        return book.consumers.asked(key, who, filter, now.version, elapsed.getAsLong(), clock.millis());
    }

    /** Who asks for all services at once. */
    Pollers pollers() {
        return pollers;
    }

    /** An instance is over. */
    void left(String key) {
        pollers.left(key);
        @Nullable Set<ServiceBook> others = asked.remove(key);
        if (others != null) for (ServiceBook book : others) book.consumers.remove(key);
    }

    /** Forgets consumers that have not asked for long, and services that nobody offers or asks for. */
    void forget() {
        long now = elapsed.getAsLong();
        for (ServiceBook book : books.all()) book.consumers.forget(now);
        pollers.forget(now);
        asked.entrySet().removeIf(entry -> {
            entry.getValue().removeIf(book -> book.consumers.find(entry.getKey()) == null);
            return entry.getValue().isEmpty();
        });
        books.forget();
    }
}
