package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields and attributes of a block's records. Read-only. */
public final class Fields {
    private final Column[] fixed;
    private final String[] names;
    private final int nameCount;
    private final Column[] values; // by name
    private final int[] starts; // where the attributes of each record begin, and end
    private final int[] nameOf; // of each attribute
    private final int[] rowOf; // in the column of its name
    private final int records;

    Fields(
            Column[] fixed,
            String[] names,
            int nameCount,
            Column[] values,
            int[] starts,
            int[] nameOf,
            int[] rowOf,
            int records) {
        this.fixed = fixed;
        this.names = names;
        this.nameCount = nameCount;
        this.values = values;
        this.starts = starts;
        this.nameOf = nameOf;
        this.rowOf = rowOf;
        this.records = records;
    }

    /** The word by which a filter knows that a record has {@code value} in {@code field}. */
    public static long term(Field field, String value) {
        return Hashes.field(field.name().toLowerCase(Locale.ROOT), value);
    }

    /** As {@link #term(Field, String)}, of an attribute. */
    public static long term(String attribute, String value) {
        return Hashes.field("@" + attribute, value);
    }

    public String get(Field field, int record) {
        return fixed[field.number()].get(record);
    }

    /** All of {@link Field}, in their order. */
    public List<String> all(int record) {
        List<String> all = new ArrayList<>(Field.COUNT);
        for (Column column : fixed) all.add(column.get(record));
        return all;
    }

    public List<Attribute> attributes(int record) {
        if (starts[record] == starts[record + 1]) return List.of();
        List<Attribute> attributes = new ArrayList<>();
        for (int i = starts[record]; i < starts[record + 1]; i++) {
            attributes.add(new Attribute(names[nameOf[i]], values[nameOf[i]].get(rowOf[i])));
        }
        return attributes;
    }

    /** Tells of each record whether {@code field} is {@code value}, in upper or lower case. */
    public boolean[] matching(Field field, String value) {
        Column column = fixed[field.number()];
        boolean[] wanted = column.matching(value);
        boolean[] matching = new boolean[records];
        for (int record = 0; record < records; record++) matching[record] = wanted[column.id(record)];
        return matching;
    }

    /** Tells of each record whether an attribute of that very name has {@code value}, in upper or lower case. */
    public boolean[] matching(String attribute, String value) {
        boolean[] matching = new boolean[records];
        int name = 0;
        while (name < nameCount && !names[name].equals(attribute)) name++;
        if (name == nameCount) return matching;
        boolean[] wanted = values[name].matching(value);
        for (int record = 0; record < records; record++) {
            for (int i = starts[record]; i < starts[record + 1]; i++) {
                matching[record] |= nameOf[i] == name && wanted[values[name].id(rowOf[i])];
            }
        }
        return matching;
    }

    void write(ByteSink out) {
        for (Column column : fixed) column.write(out);
        out.varint(nameCount);
        for (int i = 0; i < nameCount; i++) out.text(names[i]);
        if (nameCount == 0) return;
        for (int record = 0; record < records; record++) out.varint(starts[record + 1] - starts[record]);
        for (int i = 0; i < starts[records]; i++) out.varint(nameOf[i]);
        for (int i = 0; i < nameCount; i++) values[i].write(out);
    }

    static Fields read(ByteSource in, int records) throws DamagedData {
        Column[] fixed = new Column[Field.COUNT];
        for (int i = 0; i < fixed.length; i++) fixed[i] = Column.read(in, records);
        int nameCount = in.count(in.left());
        String[] names = new String[nameCount];
        for (int i = 0; i < nameCount; i++) names[i] = in.text();
        int[] starts = new int[records + 1];
        Column[] values = new Column[nameCount];
        if (nameCount == 0) {
            return new Fields(fixed, names, 0, values, starts, new int[0], new int[0], records);
        }
        for (int record = 0; record < records; record++) {
            long end = (long) starts[record] + in.count(in.left());
            if (end > in.array().length) throw new DamagedData("more attributes than bytes");
            starts[record + 1] = (int) end;
        }
        int total = starts[records];
        int[] nameOf = new int[total];
        int[] rowOf = new int[total];
        int[] rows = new int[nameCount];
        for (int i = 0; i < total; i++) {
            nameOf[i] = in.count(nameCount - 1);
            rowOf[i] = rows[nameOf[i]]++;
        }
        for (int i = 0; i < nameCount; i++) values[i] = Column.read(in, rows[i]);
        return new Fields(fixed, names, nameCount, values, starts, nameOf, rowOf, records);
    }
}
