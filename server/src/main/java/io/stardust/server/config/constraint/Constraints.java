package io.stardust.server.config.constraint;

import io.stardust.api.config.ConfigConstraint;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is demanded of the values of apps, made ready once and kept. Thread-safe. */
public final class Constraints {
    private static final int MOST = 200; // of an app
    private static final int KEPT = 1_000; // made ready, of all apps

    private final ConstraintStore store = new ConstraintStore();
    private final Map<ConfigConstraint, Ready> kept = new ConcurrentHashMap<>();

    private record Ready(
            ConfigConstraint of,
            @Nullable ValuePattern pattern,
            @Nullable ValueSchema schema) {}

    /** What one app demands. Immutable. */
    public static final class Demands {
        private final List<Ready> all;

        private Demands(List<Ready> all) {
            this.all = all;
        }

        /** Whether nothing is. */
        public boolean isEmpty() {
            return all.isEmpty();
        }

        /**
         * What is wrong with what an app gets in a scope, by key.
         *
         * @param own whose items are looked at; of those that it inherits it is demanded alone that they are there
         * @param complete whether what is required has to be there
         */
        public Map<String, String> wrong(Effective values, long own, boolean complete) {
            Map<String, String> wrong = new TreeMap<>();
            for (Ready each : all) {
                String key = each.of().key();
                Effective.@Nullable Value value = values.values().get(key);
                @Nullable String why = value == null ? missing(each, values, complete) : wrong(each, value, own);
                if (why != null) wrong.put(key, why);
            }
            return wrong;
        }

        private static @Nullable String missing(Ready each, Effective values, boolean complete) {
            boolean told = values.problems().containsKey(each.of().key()); // it is there, and cannot be made
            return each.of().required() && complete && !told ? "is required, and instances get no value" : null;
        }

        private static @Nullable String wrong(Ready each, Effective.Value value, long own) {
            if (value.appId() != own) return null;
            @Nullable ValuePattern pattern = each.pattern();
            if (pattern != null) {
                if (pattern.isTooLong(value.text())) return "is too long for its pattern";
                if (!pattern.fits(value.text())) return "does not fit its pattern " + pattern;
            }
            @Nullable ValueSchema schema = each.schema();
            return schema == null ? null : Documents.wrong(schema, value);
        }
    }

    /** What the app demands. */
    public Demands of(Handle sql, long appId) {
        return new Demands(list(sql, appId).stream().map(this::ready).toList());
    }

    /** The same as people see it, by key. */
    public List<ConfigConstraint> list(Handle sql, long appId) {
        return store.of(sql, appId);
    }

    private Ready ready(ConfigConstraint constraint) {
        @Nullable Ready known = kept.get(constraint);
        if (known != null) return known;
        try {
            Ready made = made(constraint);
            if (kept.size() >= KEPT) kept.clear(); // those that are used come again
            kept.put(constraint, made);
            return made;
        } catch (Unusable e) { // it was tried before it was kept
            throw new IllegalStateException("constraint of key %s: %s".formatted(constraint.key(), e.getMessage()));
        }
    }

    private static Ready made(ConfigConstraint constraint) throws Unusable {
        return new Ready(
                constraint,
                constraint.pattern() == null ? null : ValuePattern.of(constraint.pattern()),
                constraint.schema() == null ? null : ValueSchema.of(constraint.schema()));
    }

    /**
     * The same as a demand of its own.
     *
     * @throws Invalid when it demands nothing, or its pattern or schema is none
     */
    public Demands alone(ConfigConstraint constraint) {
        if (!constraint.required() && constraint.pattern() == null && constraint.schema() == null) {
            throw new Invalid("constraint", "nothing is demanded", "required, a pattern or a schema");
        }
        try {
            if (constraint.pattern() != null) ValuePattern.of(constraint.pattern());
        } catch (Unusable e) {
            throw new Invalid("pattern: " + e.getMessage());
        }
        try {
            return new Demands(List.of(made(constraint)));
        } catch (Unusable e) {
            throw new Invalid("schema: " + e.getMessage());
        }
    }

    /**
     * Keeps it, in place of the one of the same key.
     *
     * @throws Conflict when the app has too many
     */
    public void put(Handle sql, long appId, ConfigConstraint constraint) {
        List<ConfigConstraint> there = new ArrayList<>(list(sql, appId));
        there.removeIf(each -> each.key().equals(constraint.key()));
        if (there.size() >= MOST) {
            throw new Conflict("the app has constraints of %d keys (expected: at most %d)".formatted(MOST, MOST));
        }
        store.put(sql, appId, constraint);
    }

    /** Removes that of a key; returns it, or null when there is none. */
    public @Nullable ConfigConstraint remove(Handle sql, long appId, String key) {
        @Nullable
        ConfigConstraint there = list(sql, appId).stream()
                .filter(each -> Objects.equals(each.key(), key))
                .findFirst()
                .orElse(null);
        if (there != null) store.delete(sql, appId, key);
        return there;
    }
}
