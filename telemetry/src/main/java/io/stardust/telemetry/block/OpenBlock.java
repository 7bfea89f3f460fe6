package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.text.Tokens;
import java.util.Arrays;
import java.util.List;

/**
 * A block that is being filled. Arrays only grow at their end and are replaced when they are full, so a view that was
 * taken under the same lock as the filling stays right without it. Not thread-safe otherwise.
 */
public final class OpenBlock {
    /** It is cut at so many lines, or so many bytes of them, or {@link Filter#TOKENS} distinct words. */
    public static final int MAX_LINES = 4096;

    public static final int MAX_BYTES = 768 << 10;

    private long app;
    private boolean late;
    private long firstOrdinal;
    private final TokenSet tokens = new TokenSet();
    private final GrowingFields fields = new GrowingFields(tokens);
    private final ByteSink raw = new ByteSink(4096);
    private long[] times = new long[64];
    private byte[] levels = new byte[64];
    private int[] firstLines = new int[65];
    private int records;
    private int[] lineStarts = new int[65];
    private int[] templates = new int[64];
    private int[] firstVariables = new int[65];
    private int lines;
    private int[] variableStarts = new int[256];
    private int[] variableEnds = new int[256];
    private int variables;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;
    private int levelMask;

    /**
     * Of {@code app}; {@code late}: of records that came out of their order; {@code firstOrdinal}: how many of both
     * kinds the segment has before.
     */
    public OpenBlock(long app, boolean late, long firstOrdinal) {
        begin(app, late, firstOrdinal);
    }

    /** Begins anew in the same memory; nobody may have a view of what it held. Returns itself. */
    public OpenBlock begin(long app, boolean late, long firstOrdinal) {
        this.app = app;
        this.late = late;
        this.firstOrdinal = firstOrdinal;
        tokens.clear();
        fields.clear();
        raw.clear();
        records = 0;
        lines = 0;
        variables = 0;
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
        levelMask = 0;
        return this;
    }

    /** Adds a record; its message are the bytes from {@code from} to {@code to}, its fields in the order of Field. */
    void add(
            long timeNs,
            Level level,
            String[] fieldValues,
            List<Attribute> attributes,
            byte[] message,
            int from,
            int to,
            LineScanner scanner,
            Templates known) {
        if (records == times.length) growRecords();
        times[records] = timeNs;
        levels[records] = (byte) level.number();
        minTime = Math.min(minTime, timeNs);
        maxTime = Math.max(maxTime, timeNs);
        levelMask |= level.mask();
        fields.add(fieldValues, attributes);
        int start = from;
        for (int at = from; at < to; at++) {
            if (message[at] != '\n') continue;
            addLine(message, start, at, scanner, known);
            start = at + 1;
        }
        addLine(message, start, to, scanner, known);
        firstLines[++records] = lines;
    }

    private void growRecords() {
        times = Arrays.copyOf(times, 2 * records);
        levels = Arrays.copyOf(levels, 2 * records);
        firstLines = Arrays.copyOf(firstLines, 2 * records + 1);
    }

    private void addLine(byte[] bytes, int from, int to, LineScanner scanner, Templates known) {
        if (lines == templates.length) {
            templates = Arrays.copyOf(templates, 2 * lines);
            lineStarts = Arrays.copyOf(lineStarts, 2 * lines + 1);
            firstVariables = Arrays.copyOf(firstVariables, 2 * lines + 1);
        }
        int shift = raw.size() - from;
        raw.put(bytes, from, to - from);
        scanner.scan(bytes, from, to);
        int template = known.number(scanner);
        templates[lines] = template;
        if (template == Template.WHOLE) {
            addTokens(bytes, from, to);
        } else {
            addVariables(bytes, shift, scanner);
        }
        lines++;
        lineStarts[lines] = raw.size();
        firstVariables[lines] = variables;
    }

    private void addTokens(byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            if (Tokens.kind(bytes[at]) == Tokens.BETWEEN) {
                at++;
                continue;
            }
            int end = Tokens.end(bytes, at, to);
            tokens.add(Hashes.folded(bytes, at, end));
            at = end;
        }
    }

    private void addVariables(byte[] bytes, int shift, LineScanner scanner) {
        int count = scanner.variables();
        if (variables + count > variableStarts.length) {
            int capacity = Math.max(variables + count, 2 * variableStarts.length);
            variableStarts = Arrays.copyOf(variableStarts, capacity);
            variableEnds = Arrays.copyOf(variableEnds, capacity);
        }
        for (int i = 0; i < count; i++) {
            tokens.add(Hashes.folded(bytes, scanner.start(i), scanner.end(i)));
            variableStarts[variables] = scanner.start(i) + shift;
            variableEnds[variables++] = scanner.end(i) + shift;
        }
    }

    public long app() {
        return app;
    }

    public boolean isLate() {
        return late;
    }

    public long firstOrdinal() {
        return firstOrdinal;
    }

    public int records() {
        return records;
    }

    /** Of the earliest record; the largest number while there is none. */
    public long minTime() {
        return minTime;
    }

    /** Of the latest record; the smallest number while there is none. */
    public long maxTime() {
        return maxTime;
    }

    public int levelMask() {
        return levelMask;
    }

    /** Whether it is to be cut. */
    public boolean isFull() {
        return lines >= MAX_LINES || raw.size() >= MAX_BYTES || tokens.count() >= Filter.TOKENS;
    }

    /** About how many bytes of memory it takes. */
    public long memory() {
        return raw.array().length
                + 17L * times.length
                + 12L * templates.length
                + 8L * variableStarts.length
                + tokens.memory()
                + fields.memory();
    }

    /** Whether some record may have the word or field of this hash, if it is a variable or stands in no template. */
    public boolean mayHave(long hash) {
        return tokens.has(hash);
    }

    /** What it holds now. */
    public Block view() {
        byte[] bytes = raw.array();
        int[] starts = lineStarts;
        Lines view = new Lines() {
            @Override
            public void put(int line, ByteSink out) {
                out.put(bytes, starts[line], starts[line + 1] - starts[line]);
            }

            @Override
            public boolean mayHave(byte[] token) {
                return true;
            }
        };
        Fields fieldsNow = fields.view();
        return new Block(app, records, times, levels, firstLines, templates, view, () -> fieldsNow);
    }

    // what the encoder reads

    int lines() {
        return lines;
    }

    int template(int line) {
        return templates[line];
    }

    byte[] raw() {
        return raw.array();
    }

    int rawSize() {
        return raw.size();
    }

    int lineStart(int line) {
        return lineStarts[line];
    }

    int variableStart(int line, int variable) {
        return variableStarts[firstVariables[line] + variable];
    }

    int variableEnd(int line, int variable) {
        return variableEnds[firstVariables[line] + variable];
    }

    long time(int record) {
        return times[record];
    }

    byte level(int record) {
        return levels[record];
    }

    int firstLine(int record) {
        return firstLines[record];
    }

    Fields fields() {
        return fields.view();
    }

    Filter filter() {
        return tokens.filter();
    }

    int tokens() {
        return tokens.count();
    }
}
