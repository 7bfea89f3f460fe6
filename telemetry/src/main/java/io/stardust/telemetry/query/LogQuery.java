package io.stardust.telemetry.query;

import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted, in which order, how many. All tests must hold. Immutable.
 *
 * @param apps whose records the reader may see; no query goes beyond them
 * @param fromNs the earliest time, nanoseconds since 1970
 * @param untilNs the time behind the latest one
 * @param levels not empty
 * @param newestFirst else oldest first
 * @param limit 1 to 10,000
 * @param after where the page before ended; null for the first page
 */
public record LogQuery(
        Set<Long> apps,
        long fromNs,
        long untilNs,
        Set<Level> levels,
        List<FieldTest> fields,
        List<TextTest> texts,
        boolean newestFirst,
        int limit,
        @Nullable Position after) {
    /** The most records of one page. */
    public static final int MAX_LIMIT = 10_000;

    public LogQuery {
        apps = Set.copyOf(apps);
        levels = Set.copyOf(levels);
        fields = List.copyOf(fields);
        texts = List.copyOf(texts);
        if (apps.isEmpty()) throw new IllegalArgumentException("no apps (expected: those that the reader may see)");
        if (fromNs >= untilNs) {
            throw new IllegalArgumentException("from " + fromNs + " until " + untilNs + " (expected: a later end)");
        }
        if (levels.isEmpty()) throw new IllegalArgumentException("no levels (expected: at least one)");
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
        }
    }

    /** A query for records of {@code apps} of all times and levels, the newest 100 first. */
    public static Builder of(Set<Long> apps) {
        return new Builder(apps);
    }

    /** Whether it has tests that read all lines, see {@link TextTest}. */
    public boolean isSlow() {
        for (TextTest test : texts) {
            if (!(test instanceof TextTest.Words)) return true;
        }
        return false;
    }

    /** The same, to be changed. */
    public Builder with() {
        Builder builder = new Builder(apps);
        builder.fromNs = fromNs;
        builder.untilNs = untilNs;
        builder.levels = levels;
        builder.fields.addAll(fields);
        builder.texts.addAll(texts);
        builder.newestFirst = newestFirst;
        builder.limit = limit;
        builder.after = after;
        return builder;
    }

    /** Makes a query. For one thread. */
    public static final class Builder {
        private final Set<Long> apps;
        private long fromNs = Long.MIN_VALUE;
        private long untilNs = Long.MAX_VALUE;
        private Set<Level> levels = EnumSet.allOf(Level.class);
        private final List<FieldTest> fields = new ArrayList<>();
        private final List<TextTest> texts = new ArrayList<>();
        private boolean newestFirst = true;
        private int limit = 100;
        private @Nullable Position after;

        private Builder(Set<Long> apps) {
            this.apps = apps;
        }

        /** From {@code newFromNs}, until just before {@code newUntilNs}. */
        public Builder between(long newFromNs, long newUntilNs) {
            fromNs = newFromNs;
            untilNs = newUntilNs;
            return this;
        }

        public Builder levels(Set<Level> newLevels) {
            levels = Set.copyOf(newLevels);
            return this;
        }

        public Builder field(Field field, String value) {
            return test(FieldTest.of(field, value));
        }

        public Builder attribute(String name, String value) {
            return test(FieldTest.of(name, value));
        }

        /** A word or a phrase. */
        public Builder words(String text) {
            return test(new TextTest.Words(text, false));
        }

        public Builder test(FieldTest test) {
            fields.add(test);
            return this;
        }

        public Builder test(TextTest test) {
            texts.add(test);
            return this;
        }

        public Builder oldestFirst() {
            newestFirst = false;
            return this;
        }

        public Builder newestFirst() {
            newestFirst = true;
            return this;
        }

        public Builder limit(int newLimit) {
            limit = newLimit;
            return this;
        }

        /** The page behind {@code position}; null for the first one. */
        public Builder after(@Nullable Position position) {
            after = position;
            return this;
        }

        /** @throws IllegalArgumentException in words, when it is no query */
        public LogQuery build() {
            return new LogQuery(apps, fromNs, untilNs, levels, fields, texts, newestFirst, limit, after);
        }
    }
}
