package io.stardust.telemetry.block;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A {@link Column} that is being filled. What a view was made of is never changed. For one thread. */
final class GrowingColumn {
    private final Map<String, Integer> index = new HashMap<>();
    private String[] values = new String[4];
    private int[] ids = new int[64];
    private int rows;

    /** Adds a row; returns whether its value is new here. */
    boolean add(String value) {
        if (rows > 0 && values[ids[rows - 1]].equals(value)) { // mostly: senders repeat themselves
            put(ids[rows - 1]);
            return false;
        }
        Integer known = index.get(value);
        int id = known == null ? index.size() : known;
        if (known == null) {
            index.put(value, id);
            if (id == values.length) values = Arrays.copyOf(values, 2 * id);
            values[id] = value;
        }
        put(id);
        return known == null;
    }

    private void put(int id) {
        if (rows == ids.length) ids = Arrays.copyOf(ids, 2 * rows);
        ids[rows++] = id;
    }

    void clear() {
        Arrays.fill(values, 0, index.size(), null);
        index.clear();
        rows = 0;
    }

    int rows() {
        return rows;
    }

    Column view() {
        return new Column(values, index.size(), ids, rows);
    }
}
