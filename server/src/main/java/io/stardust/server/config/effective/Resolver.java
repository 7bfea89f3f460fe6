package io.stardust.server.config.effective;

import io.stardust.server.config.effective.Effective.Kind;
import io.stardust.server.config.effective.Effective.Problem;
import io.stardust.server.config.effective.Effective.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Works out what an app gets (docs/config.md, Inheritance and references). For one question; not thread-safe. */
public final class Resolver {
    static final int STEPS = 16;
    static final int REFERENCES = 1_000;
    static final int MOST = 1 << 20; // characters

    private final Library library;
    private final UnaryOperator<String> open;
    private final Map<Place, Map<String, Found>> found = new HashMap<>();
    private final Map<Long, Long> sources = new HashMap<>();

    /** @param open opens a sealed value; what it throws is a problem of that key */
    public Resolver(Library library, UnaryOperator<String> open) {
        this.library = library;
        this.open = open;
    }

    private record Place(Sheet sheet, String scope) {}

    private record Found(Item item, Sheet of) {}

    private record Step(long appId, String scope, String key) {}

    /** A value on its way, with what it took to get there. */
    private record Filled(String text, boolean secret) {}

    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        final transient Problem problem;

        Failed(Kind kind, String message) {
            super(message, null, false, false);
            this.problem = new Problem(kind, message);
        }
    }

    /** What the app of {@code own} gets in {@code scope}, which is in lower case. */
    public Effective of(Sheet own, String scope) {
        var place = new Place(own, scope);
        SortedMap<String, Value> values = new TreeMap<>();
        SortedMap<String, Problem> problems = new TreeMap<>();
        found(place).forEach((key, each) -> {
            try {
                Filled filled = new Filling(place).of(key, each);
                values.put(
                        key,
                        new Value(
                                filled.text(),
                                each.item(),
                                each.of().appId(),
                                each.of().app(),
                                filled.secret()));
            } catch (Failed e) {
                problems.put(key, e.problem);
            }
        });
        long stamp = sources.values().stream().mapToLong(Long::longValue).max().orElse(own.stamp());
        return new Effective(
                Collections.unmodifiableSortedMap(values),
                Collections.unmodifiableSortedMap(problems),
                stamp,
                Map.copyOf(sources));
    }

    /** Own sheet, then quoted ones as they lead on, then global ones; each once. */
    public static List<Sheet> chain(Library library, Sheet own) {
        Map<Long, Sheet> chain = new LinkedHashMap<>();
        Deque<Sheet> next = new ArrayDeque<>(List.of(own));
        while (!next.isEmpty()) {
            Sheet sheet = next.pop();
            if (chain.putIfAbsent(sheet.appId(), sheet) != null) continue;
            List<Sheet> quoted = new ArrayList<>();
            for (long id : sheet.quotes()) {
                @Nullable Sheet other = library.sheet(id);
                if (other != null && other.isOpenTo(sheet)) quoted.add(other);
            }
            quoted.reversed().forEach(next::push);
        }
        for (Sheet global : library.globals()) {
            if (global.isOpenTo(own)) chain.putIfAbsent(global.appId(), global);
        }
        return List.copyOf(chain.values());
    }

    private Map<String, Found> found(Place place) {
        @Nullable Map<String, Found> known = found.get(place);
        if (known != null) return known;
        Map<String, Found> made = new HashMap<>();
        for (Sheet sheet : chain(library, place.sheet())) {
            sources.put(sheet.appId(), sheet.stamp());
            for (String key : sheet.keys()) {
                if (made.containsKey(key)) continue;
                @Nullable Item item = sheet.find(key, place.scope());
                if (item != null) made.put(key, new Found(item, sheet));
            }
        }
        found.put(place, made);
        return made;
    }

    /** Fills the references of one value. */
    private final class Filling {
        private final Place asking;
        private final Deque<Step> way = new ArrayDeque<>();
        private int references;
        private int length;

        Filling(Place asking) {
            this.asking = asking;
        }

        Filled of(String key, Found start) throws Failed {
            return fill(asking, key, start);
        }

        private Filled fill(Place place, String key, Found what) throws Failed {
            var step = new Step(place.sheet().appId(), place.scope(), key);
            if (way.contains(step)) throw new Failed(Kind.CYCLE, "references lead in a circle: " + way(step));
            if (way.size() > STEPS) {
                throw new Failed(
                        Kind.TOO_LARGE, "more than %d references in a row, from %s".formatted(STEPS, way(step)));
            }
            way.addLast(step);
            try {
                boolean secret = what.item().type() == ValueType.SECRET;
                String written = secret ? opened(what) : what.item().value();
                if (!Reference.isIn(written)) return counted(new Filled(written, secret));
                return counted(joined(place, what.of(), written, secret));
            } finally {
                way.removeLast();
            }
        }

        private Filled joined(Place place, Sheet author, String written, boolean secret) throws Failed {
            StringBuilder text = new StringBuilder();
            boolean takesSecret = secret;
            for (Reference.Part part : parts(written)) {
                switch (part) {
                    case Reference.Part.Text(String as) -> text.append(as);
                    case Reference.Part.Ref(Reference reference) -> {
                        if (++references > REFERENCES) {
                            throw new Failed(Kind.TOO_LARGE, "more than %,d references".formatted(REFERENCES));
                        }
                        Filled filled = follow(place, author, reference);
                        text.append(filled.text());
                        takesSecret |= filled.secret();
                    }
                }
                if (text.length() > MOST) throw tooLong();
            }
            return new Filled(text.toString(), takesSecret);
        }

        private Filled counted(Filled filled) throws Failed {
            length += filled.text().length();
            if (length > MOST * STEPS) throw tooLong(); // what was put together on the way counts as well
            return filled;
        }

        private static Failed tooLong() {
            return new Failed(Kind.TOO_LARGE, "longer than %,d characters with its references".formatted(MOST));
        }

        /**
         * Whoever wrote the text must be allowed to read what it names: who inherits it is told what they chose to say.
         */
        private Filled follow(Place place, Sheet author, Reference reference) throws Failed {
            Sheet sheet = place.sheet();
            @Nullable String app = reference.app();
            if (app != null) {
                @Nullable Sheet named = library.sheet(app);
                if (named == null || !named.isOpenTo(author)) throw unknown(reference);
                sheet = named;
            }
            var there = new Place(sheet, reference.scope() == null ? place.scope() : reference.scope());
            @Nullable Found target = found(there).get(reference.key());
            if (target == null) throw unknown(reference);
            return fill(there, reference.key(), target);
        }

        private static Failed unknown(Reference reference) {
            return new Failed(
                    Kind.UNKNOWN,
                    "%s finds nothing (expected: a key that the app has or may read; $${ for the characters themselves)"
                            .formatted(reference));
        }

        private static List<Reference.Part> parts(String written) throws Failed {
            try {
                return Reference.parts(written);
            } catch (Reference.Unreadable e) {
                throw new Failed(Kind.SYNTAX, String.valueOf(e.getMessage()));
            }
        }

        private String opened(Found what) throws Failed {
            try {
                return open.apply(what.item().value());
            } catch (IllegalStateException e) {
                throw new Failed(Kind.SEALED, String.valueOf(e.getMessage()));
            }
        }

        private String way(Step last) {
            StringBuilder text = new StringBuilder();
            for (Step step : way) text.append(step.key()).append(" → ");
            return text.append(last.key()).toString();
        }
    }
}
