package io.stardust.server.config;

import io.stardust.api.config.ConfigInheritance;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.config.store.SheetStore.Quote;
import io.stardust.server.db.Visible;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/** Draws up from whom an app inherits and who inherits from it. For one question; not thread-safe. */
final class Inheritance {
    static final int MOST = 200; // links

    private final Handle sql;
    private final SheetStore sheets;
    private final Set<Quote> links = new LinkedHashSet<>(); // in a circle both ways lead to the same
    private boolean more;

    private Inheritance(Handle sql, SheetStore sheets) {
        this.sql = sql;
        this.sheets = sheets;
    }

    /** Apps that inherit from it are told as far as {@code visible} goes; those it inherits from are in its values. */
    static ConfigInheritance of(Handle sql, SheetStore sheets, Visible visible, Owner app) {
        var drawn = new Inheritance(sql, sheets);
        // What is quoted in vain is the matter of who quotes it.
        Set<Long> chain = drawn.walk(
                app.id(),
                id -> sheets.quotesOf(sql, id).stream()
                        .filter(quote -> quote.readable() || id == app.id())
                        .toList(),
                Quote::sourceId);
        drawn.globals(app, chain);
        drawn.walk(app.id(), id -> sheets.quotesFrom(sql, visible, id, MOST + 1), Quote::appId);
        return drawn.told();
    }

    /** Goes on behind what is readable, over each app once; returns which apps those are. */
    private Set<Long> walk(long from, LongFunction<List<Quote>> quotes, ToLongFunction<Quote> next) {
        Set<Long> known = new HashSet<>(Set.of(from));
        Deque<Long> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            for (Quote quote : quotes.apply(open.remove())) {
                add(quote);
                if (quote.readable() && !more && known.add(next.applyAsLong(quote))) open.add(next.applyAsLong(quote));
            }
        }
        return known;
    }

    private void globals(Owner app, Set<Long> chain) {
        if (sheets.find(sql, app.id()).isEmpty()) return;
        for (SheetRow global : sheets.globals(sql)) {
            boolean shared = switch (global.share()) {
                case NONE -> false;
                case PROJECT -> global.projectId() == app.projectId();
                case ALL -> true;
            };
            if (!shared || chain.contains(global.appId())) continue;
            add(new Quote(app.id(), app.name(), global.appId(), global.app(), true, true));
        }
    }

    private void add(Quote quote) {
        if (links.size() < MOST) links.add(quote);
        else if (!links.contains(quote)) more = true;
    }

    private ConfigInheritance told() {
        List<ConfigInheritance.Link> items = links.stream()
                .map(quote -> new ConfigInheritance.Link(
                        quote.appId(), quote.app(), quote.sourceId(), quote.source(), quote.global(), quote.readable()))
                .toList();
        return new ConfigInheritance(items, more);
    }
}
