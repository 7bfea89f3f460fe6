package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.text.Fold;
import io.stardust.telemetry.text.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One field of all records of a block: its distinct values, and which of them each row has. Read-only. */
final class Column {
    private static final int CONSTANT = 0;
    private static final int DICTIONARY = 1;
    private static final int ROWS = 2;
    private static final int PACKED = 4; // added: the values are hex digits, two in a byte

    private final String[] values;
    private final int valueCount;
    private final int[] ids;
    private final int rows;

    Column(String[] values, int valueCount, int[] ids, int rows) {
        this.values = values;
        this.valueCount = valueCount;
        this.ids = ids;
        this.rows = rows;
    }

    String get(int row) {
        return values[ids[row]];
    }

    int id(int row) {
        return ids[row];
    }

    /** For each value whether it is {@code wanted}, in upper or lower case. */
    boolean[] matching(String wanted) {
        boolean[] matching = new boolean[valueCount];
        for (int i = 0; i < valueCount; i++) matching[i] = Fold.same(values[i], wanted);
        return matching;
    }

    void write(ByteSink out) {
        if (rows == 0) return;
        if (valueCount == 1) {
            out.put(CONSTANT);
            out.text(values[0]);
            return;
        }
        List<byte[]> texts = new ArrayList<>();
        boolean dictionary = valueCount <= rows / 2;
        int count = dictionary ? valueCount : rows;
        boolean packed = true;
        for (int i = 0; i < count; i++) {
            byte[] text = values[dictionary ? i : ids[i]].getBytes(StandardCharsets.UTF_8);
            packed &= isHex(text);
            texts.add(text);
        }
        out.put((dictionary ? DICTIONARY : ROWS) + (packed ? PACKED : 0));
        if (dictionary) out.varint(count);
        for (byte[] text : texts) out.varint(packed ? text.length / 2 : text.length);
        for (byte[] text : texts) {
            if (packed) Variables.putHex(text, 0, text.length, out);
            else out.put(text);
        }
        if (!dictionary) return;
        for (int row = 0; row < rows; row++) out.varint(ids[row]);
    }

    private static boolean isHex(byte[] text) {
        for (byte b : text) {
            if ((Tokens.hex(b) & 3) == 0) return false;
        }
        return text.length % 2 == 0;
    }

    static Column read(ByteSource in, int rows) throws DamagedData {
        if (rows == 0) return new Column(new String[0], 0, new int[0], 0);
        int mode = in.next();
        int[] ids = new int[rows];
        if (mode == CONSTANT) return new Column(new String[] {in.text()}, 1, ids, rows);
        boolean dictionary = (mode & ~PACKED) == DICTIONARY;
        if (!dictionary && (mode & ~PACKED) != ROWS) throw new DamagedData("a column of mode " + mode);
        int count = dictionary ? in.count(rows) : rows;
        String[] values = values(in, count, (mode & PACKED) != 0);
        for (int row = 0; row < rows; row++) ids[row] = dictionary ? in.count(count - 1) : row;
        return new Column(values, count, ids, rows);
    }

    private static String[] values(ByteSource in, int count, boolean packed) throws DamagedData {
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) lengths[i] = in.count(in.left());
        String[] values = new String[count];
        ByteSink digits = new ByteSink(64);
        for (int i = 0; i < count; i++) {
            int start = in.skip(lengths[i]);
            if (packed) {
                digits.clear();
                Variables.getDigits(in.array(), start, lengths[i], digits);
                values[i] = new String(digits.array(), 0, digits.size(), StandardCharsets.US_ASCII);
            } else {
                values[i] = new String(in.array(), start, lengths[i], StandardCharsets.UTF_8);
            }
        }
        return values;
    }
}
