package io.stardust.server.registry;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The books of all services, by name; also of such as are asked for and nobody offers. Thread-safe. */
final class Books {
    /** Names that are asked for and nobody offers. */
    static final int UNKNOWN = 10_000;

    private final Map<String, ServiceBook> books = new ConcurrentHashMap<>();
    private final Definitions definitions;
    private final IntSupplier protectedPercent;
    private final InstantSource clock;

    Books(Definitions definitions, IntSupplier protectedPercent, InstantSource clock) {
        this.definitions = definitions;
        this.protectedPercent = protectedPercent;
        this.clock = clock;
    }

    /** The book of {@code name}, begun when there is none. */
    ServiceBook of(String name) {
        @Nullable ServiceBook known = books.get(name);
        if (known != null && !known.isRetired()) return known;
        if (known != null) books.remove(name, known);
        return books.computeIfAbsent(
                name, _ -> new ServiceBook(name, clock.millis(), protectedPercent, definitions.named(name)));
    }

    /** As {@link #of}; null when nobody offers it and too many such names are asked for already. */
    @Nullable
    ServiceBook toAsk(String name) {
        boolean known = books.containsKey(name) || definitions.named(name) != null;
        return known || books.size() < UNKNOWN + definitions.all().size() ? of(name) : null;
    }

    @Nullable
    ServiceBook known(String name) {
        return books.get(name);
    }

    Collection<ServiceBook> all() {
        return books.values();
    }

    /** Forgets names that nobody offers or asks for. */
    void forget() {
        for (ServiceBook book : List.copyOf(books.values())) {
            if (definitions.named(book.name) == null && book.retire()) books.remove(book.name, book);
        }
    }
}
