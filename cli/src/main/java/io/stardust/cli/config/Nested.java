package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Items as maps in maps, and back: {@code db:host} is {@code host} within {@code db}. */
final class Nested {
    private static final int DEPTH = 50;
    private static final int STEPS = 200_000;

    private Nested() {}

    /** What a JSON document has, in its order; elements of lists are named by their number. */
    static List<Entry> entries(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> map)) throw Failure.usage("the file has no object of names and values");
        var flat = new Flat();
        flat.all("", map, 0);
        return flat.entries;
    }

    /** Collects items; refuses a key that comes twice. */
    static final class Flat {
        final List<Entry> entries = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private int steps;

        /** The name of what is below {@code above}. */
        static String below(String above, String name) {
            return above.isEmpty() ? name : above + ":" + name;
        }

        /** A level further down; a file that repeats its parts by aliases ends here, too. */
        int deeper(int depth) {
            if (depth >= DEPTH) throw Failure.usage("the file nests deeper than %d levels".formatted(DEPTH));
            if (++steps > STEPS) throw Failure.usage("the file has more than %,d values".formatted(STEPS));
            return depth + 1;
        }

        void add(String key, String value, @Nullable String type) {
            if (key.isEmpty()) throw Failure.usage("the file has an empty name");
            if (!keys.add(key)) throw Failure.usage("the file has %s twice".formatted(key));
            if (entries.size() >= ConfigApi.MOST) {
                throw Failure.usage("the file has more than %,d items".formatted(ConfigApi.MOST));
            }
            entries.add(new Entry(key, value, type, null));
        }

        private void all(String above, Map<?, ?> map, int depth) {
            map.forEach((name, value) -> one(below(above, String.valueOf(name)), value, deeper(depth)));
        }

        private void one(String key, @Nullable Object value, int depth) {
            if (value instanceof Map<?, ?> map) all(key, map, depth);
            else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) one(below(key, String.valueOf(i)), list.get(i), deeper(depth));
            } else if (value instanceof Boolean) add(key, value.toString(), "boolean");
            else if (value instanceof Number number) add(key, plain(number), "number");
            else add(key, value == null ? "" : value.toString(), null);
        }

        private static String plain(Number number) {
            if (!(number instanceof Double fraction)) return number.toString();
            BigDecimal exact = BigDecimal.valueOf(fraction);
            return exact.stripTrailingZeros().scale() <= 0
                    ? exact.toBigInteger().toString()
                    : exact.toPlainString();
        }
    }

    /** A name that is a value and has names below it stays whole: {@code db} and {@code db:host}. */
    static Map<String, Object> of(List<Entry> entries) {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Entry> sorted = new TreeMap<>();
        for (Entry entry : entries) sorted.put(entry.key(), entry);
        Set<String> values = Set.copyOf(sorted.keySet());
        sorted.forEach((key, entry) -> {
            Map<String, Object> at = root;
            int from = 0;
            for (int colon = key.indexOf(':'); colon >= 0; colon = key.indexOf(':', colon + 1)) {
                boolean splits = colon > from && colon < key.length() - 1 && !values.contains(key.substring(0, colon));
                if (!splits) continue;
                at = below(at, key.substring(from, colon));
                from = colon + 1;
            }
            at.put(key.substring(from), typed(entry));
        });
        return root;
    }

    @SuppressWarnings("unchecked") // only maps of ours stand where names are below
    private static Map<String, Object> below(Map<String, Object> at, String name) {
        return (Map<String, Object>) at.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>());
    }

    /** As the form writes it, where reading it gives the same text again. */
    private static Object typed(Entry entry) {
        String value = entry.value();
        if ("boolean".equals(entry.type()) && (value.equals("true") || value.equals("false"))) {
            return Boolean.valueOf(value);
        }
        if ("number".equals(entry.type()) && value.matches("-?(0|[1-9][0-9]{0,17})")) return Long.valueOf(value);
        return value;
    }
}
