package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Records of one app as a query reads them, in the order of their arrival. Parts are unpacked when they are asked for.
 * For one thread.
 */
public final class Block {
    private final long app;
    private final int records;
    private final long[] times;
    private final byte[] levels;
    private final int[] firstLines; // and behind the last record, how many lines there are
    private final int[] templates; // of each line
    private final Lines lines;
    private final FieldSource fieldSource;

    /** Unpacks the fields. */
    interface FieldSource {
        Fields fields() throws IOException;
    }

    Block(
            long app,
            int records,
            long[] times,
            byte[] levels,
            int[] firstLines,
            int[] templates,
            Lines lines,
            FieldSource fieldSource) {
        this.app = app;
        this.records = records;
        this.times = times;
        this.levels = levels;
        this.firstLines = firstLines;
        this.templates = templates;
        this.lines = lines;
        this.fieldSource = fieldSource;
    }

    public int records() {
        return records;
    }

    public long timeNs(int record) {
        return times[record];
    }

    public Level level(int record) {
        return Level.of(levels[record]);
    }

    /** The bit of its level, see {@link Level#mask()}. */
    public int levelMask(int record) {
        return 1 << levels[record];
    }

    /** The number of its first line in the block. */
    public int firstLine(int record) {
        return firstLines[record];
    }

    /** One more than its last line. */
    public int endLine(int record) {
        return firstLines[record + 1];
    }

    /** The number of the template of {@code line}, {@link Template#WHOLE} for none. */
    public int template(int line) {
        return templates[line];
    }

    /** Appends the message to {@code out}. */
    public void putMessage(int record, ByteSink out) throws IOException {
        for (int line = firstLines[record]; line < firstLines[record + 1]; line++) {
            if (line > firstLines[record]) out.put('\n');
            lines.put(line, out);
        }
    }

    /** False when surely no line has the word {@code token}, a variable in lower case. */
    public boolean mayHave(byte[] token) throws IOException {
        return lines.mayHave(token);
    }

    public Fields fields() throws IOException {
        return fieldSource.fields();
    }

    /** The record as it was stored. */
    public LogRecord record(int record) throws IOException {
        ByteSink message = new ByteSink(256);
        putMessage(record, message);
        Fields fields = fields();
        String text = new String(message.array(), 0, message.size(), StandardCharsets.UTF_8);
        return LogRecord.of(times[record], level(record), app, text)
                .with(fields.all(record), fields.attributes(record));
    }
}
