package io.stardust.telemetry.block;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Fields} that are being filled. What a view was made of is never changed. For one thread. */
final class GrowingFields {
    private static final int VALUE_BYTES = 120; // of a value that is new, besides its letters: it stands in a map

    private final TokenSet tokens;
    private final GrowingColumn[] fixed = new GrowingColumn[Field.COUNT];
    private final Map<String, Integer> index = new HashMap<>();
    private String[] names = new String[4];
    private GrowingColumn[] values = new GrowingColumn[4];
    private int[] starts = new int[64];
    private int[] nameOf = new int[16];
    private int[] rowOf = new int[16];
    private int attributes;
    private int records;
    private long memory;

    /** What is new goes to {@code tokens}, too. */
    GrowingFields(TokenSet tokens) {
        this.tokens = tokens;
        for (int i = 0; i < fixed.length; i++) fixed[i] = new GrowingColumn();
    }

    void add(String[] fields, List<Attribute> more) {
        for (int i = 0; i < fixed.length; i++) {
            if (fixed[i].add(fields[i])) {
                memory += VALUE_BYTES + fields[i].length();
                if (!fields[i].isEmpty()) tokens.add(Fields.term(Field.of(i), fields[i]));
            }
        }
        for (Attribute attribute : more) add(attribute);
        records++;
        memory += 4L * fixed.length + 8L * more.size();
        if (records == starts.length) starts = Arrays.copyOf(starts, 2 * records);
        starts[records] = attributes;
    }

    private void add(Attribute attribute) {
        Integer known = index.get(attribute.name());
        int name = known == null ? index.size() : known;
        if (known == null) {
            index.put(attribute.name(), name);
            if (name == names.length) {
                names = Arrays.copyOf(names, 2 * name);
                values = Arrays.copyOf(values, 2 * name);
            }
            names[name] = attribute.name();
            values[name] = new GrowingColumn();
        }
        if (attributes == nameOf.length) {
            nameOf = Arrays.copyOf(nameOf, 2 * attributes);
            rowOf = Arrays.copyOf(rowOf, 2 * attributes);
        }
        nameOf[attributes] = name;
        rowOf[attributes++] = values[name].rows();
        if (values[name].add(attribute.value())) {
            memory += VALUE_BYTES + attribute.value().length();
            if (!attribute.value().isEmpty()) tokens.add(Fields.term(attribute.name(), attribute.value()));
        }
    }

    void clear() {
        for (GrowingColumn column : fixed) column.clear();
        Arrays.fill(names, 0, index.size(), null);
        Arrays.fill(values, 0, index.size(), null);
        index.clear();
        attributes = 0;
        records = 0;
        memory = 0;
    }

    long memory() {
        return memory;
    }

    Fields view() {
        Column[] columns = new Column[index.size()];
        for (int i = 0; i < columns.length; i++) columns[i] = values[i].view();
        Column[] all = new Column[fixed.length];
        for (int i = 0; i < all.length; i++) all[i] = fixed[i].view();
        return new Fields(all, names, columns.length, columns, starts, nameOf, rowOf, records);
    }
}
