package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Fields;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.query.FieldTest;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.TextTest;
import io.stardust.telemetry.text.Fold;
import java.util.ArrayList;
import java.util.List;

/** A {@link LogQuery}, made ready; tells of a record that lies in no block whether it is wanted. Immutable. */
final class QueryMatcher {
    private final LogQuery query;
    private final int levels;
    private final List<TextCondition> texts = new ArrayList<>();
    private final List<Long> fieldHashes = new ArrayList<>();

    QueryMatcher(LogQuery query) {
        this.query = query;
        this.levels = Level.mask(query.levels());
        for (TextTest test : query.texts()) texts.add(new TextCondition(test));
        for (FieldTest test : query.fields()) {
            if (!test.negated() && !test.value().isEmpty()) fieldHashes.add(hash(test));
        }
    }

    private static long hash(FieldTest test) {
        Field field = test.field();
        return field == null ? Fields.term(test.attribute(), test.value()) : Fields.term(field, test.value());
    }

    LogQuery query() {
        return query;
    }

    int levels() {
        return levels;
    }

    List<TextCondition> texts() {
        return texts;
    }

    /** What filters know of fields that must have a value. */
    List<Long> fieldHashes() {
        return fieldHashes;
    }

    boolean matches(
            long timeNs,
            Level level,
            long app,
            String[] fields,
            List<Attribute> attributes,
            byte[] bytes,
            int from,
            int to,
            Budget budget) {
        if (timeNs < query.fromNs() || timeNs >= query.untilNs()) return false;
        if (!query.levels().contains(level) || !query.apps().contains(app)) return false;
        for (FieldTest test : query.fields()) {
            if (isField(test, fields, attributes) == test.negated()) return false;
        }
        for (TextCondition text : texts) {
            if (text.isIn(bytes, from, to, budget) == text.negated()) return false;
        }
        return true;
    }

    private static boolean isField(FieldTest test, String[] fields, List<Attribute> attributes) {
        Field field = test.field();
        if (field != null) return Fold.same(fields[field.number()], test.value());
        for (Attribute attribute : attributes) {
            if (attribute.name().equals(test.attribute()) && Fold.same(attribute.value(), test.value())) return true;
        }
        return false;
    }
}
