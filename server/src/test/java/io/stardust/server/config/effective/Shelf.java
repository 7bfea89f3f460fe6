package io.stardust.server.config.effective;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sheets by hand: {@code key=value}, {@code key#scope=value}; a key that begins with {@code !} is a secret. */
final class Shelf implements Library {
    private final Map<Long, Sheet> sheets = new TreeMap<>();

    /** Adds the sheet of an app, whose number is its stamp as well. */
    Shelf put(long id, String app, long project, Share share, boolean global, List<Long> quotes, String... lines) {
        List<Item> items = new ArrayList<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            String left = line.substring(0, equals);
            boolean secret = left.startsWith("!");
            String[] parts = (secret ? left.substring(1) : left).split("#", 2);
            String value = line.substring(equals + 1);
            items.add(new Item(
                    parts[0],
                    parts.length > 1 ? parts[1] : "",
                    secret ? ValueType.SECRET : ValueType.TEXT,
                    secret ? "sealed " + value : value,
                    null));
        }
        sheets.put(id, new Sheet(id, app, project, share, global, quotes, id, items));
        return this;
    }

    Effective of(long id, String scope) {
        return new Resolver(this, Shelf::open).of(sheet(id), scope);
    }

    static String open(String sealed) {
        if (sealed.equals("sealed broken"))
            throw new IllegalStateException("a secret cannot be opened: key k1 is missing");
        return sealed.substring("sealed ".length());
    }

    @Override
    public Sheet sheet(long appId) {
        Sheet found = sheets.get(appId);
        if (found == null) throw new AssertionError("no sheet " + appId);
        return found;
    }

    @Override
    public @Nullable Sheet sheet(String app) {
        return sheets.values().stream()
                .filter(sheet -> sheet.app().equals(app))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<Sheet> globals() {
        return sheets.values().stream()
                .filter(Sheet::global)
                .sorted(Comparator.comparing(Sheet::app))
                .toList();
    }
}
