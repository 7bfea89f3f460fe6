package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records that came together, as the journal holds them: each text of a field or name of an attribute once, messages as
 * they are. Immutable.
 */
public final class Batch {

    private final BatchId id;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int records;
    private final byte[] frame;
    private final Map<Long, Long> bytesByApp;

    private Batch(BatchId id, byte[] bytes, int from, int to, int records, byte[] frame, Map<Long, Long> bytesByApp) {
        this.id = id;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.records = records;
        this.frame = frame;
        this.bytesByApp = bytesByApp;
    }

    /** Packs {@code records}, the work of whoever sends them: the thread that writes has enough to do. */
    public static Batch of(BatchId id, List<LogRecord> records) {
        long size = 64;
        for (LogRecord record : records) size += record.message().length() + 32;
        ByteSink out = new ByteSink((int) Math.min(1 << 28, size));
        out.text(id.sender());
        out.int64(id.number());
        out.varint(records.size());
        Map<String, Integer> known = new HashMap<>();
        Map<Long, Long> bytesByApp = new TreeMap<>();
        for (LogRecord record : records) {
            out.int64(record.timeNs());
            out.put(record.level().number());
            out.varint(record.app());
            for (int i = 0; i < Field.COUNT; i++) text(record.field(Field.of(i)), known, out);
            out.varint(record.attributes().size());
            for (Attribute attribute : record.attributes()) {
                text(attribute.name(), known, out);
                text(attribute.value(), known, out);
            }
            int before = out.size();
            out.text(record.message());
            bytesByApp.merge(record.app(), (long) (out.size() - before), Long::sum);
        }
        return new Batch(
                id, out.array(), 0, out.size(), records.size(), Frame.of(out), Collections.unmodifiableMap(bytesByApp));
    }

    /** 0 and the text when it is new, else its number from 1 on. */
    private static void text(String text, Map<String, Integer> known, ByteSink out) {
        Integer number = known.putIfAbsent(text, known.size() + 1);
        if (number != null) {
            out.varint(number);
        } else {
            out.put(0);
            out.text(text);
        }
    }

    /** Reads one that a frame held; {@link #each} reads its records. */
    static Batch read(byte[] bytes) throws DamagedData {
        ByteSource head = new ByteSource(bytes);
        BatchId id;
        try {
            id = new BatchId(head.text(), head.int64());
        } catch (IllegalArgumentException e) {
            throw new DamagedData(String.valueOf(e.getMessage()));
        }
        return new Batch(id, bytes, 0, bytes.length, head.count(bytes.length), new byte[0], Map.of());
    }

    public BatchId id() {
        return id;
    }

    /** How many. */
    public int records() {
        return records;
    }

    /** Its bytes. */
    public int size() {
        return to - from;
    }

    /** As the journal writes it; empty when it was read from there. */
    byte[] frame() {
        return frame;
    }

    /** About how many bytes of messages each app has in it; empty when it was read from a journal. */
    public Map<Long, Long> bytesByApp() {
        return bytesByApp;
    }

    /** Takes the records one by one. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Takes a record; {@code fields} are in the order of {@link Field} and change with the next one, the message
         * are the bytes from {@code from} to {@code to}.
         */
        void take(
                long timeNs,
                Level level,
                long app,
                String[] fields,
                List<Attribute> attributes,
                byte[] bytes,
                int from,
                int to);
    }

    /** Gives all records to {@code reader}, in their order. */
    public void each(Reader reader) throws DamagedData {
        ByteSource in = new ByteSource(bytes, from, to);
        in.skip(in.count(in.left()));
        in.int64();
        in.varint();
        List<String> known = new ArrayList<>();
        String[] fields = new String[Field.COUNT];
        for (int i = 0; i < records; i++) {
            long timeNs = in.int64();
            int level = in.next();
            if (level >= Level.COUNT) throw new DamagedData("level " + level);
            long app = in.varint();
            for (int f = 0; f < fields.length; f++) fields[f] = text(in, known);
            List<Attribute> attributes = attributes(in, known);
            int length = in.count(in.left());
            int start = in.skip(length);
            reader.take(timeNs, Level.of(level), app, fields, attributes, bytes, start, start + length);
        }
    }

    private static List<Attribute> attributes(ByteSource in, List<String> known) throws DamagedData {
        int count = in.count(in.left());
        if (count == 0) return List.of();
        List<Attribute> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) attributes.add(new Attribute(text(in, known), text(in, known)));
        return attributes;
    }

    private static String text(ByteSource in, List<String> known) throws DamagedData {
        int number = in.count(known.size());
        if (number > 0) return known.get(number - 1);
        String text = in.text();
        known.add(text);
        return text;
    }

    /** The record that a {@link Reader} was given, as an object. */
    public static LogRecord record(
            long timeNs,
            Level level,
            long app,
            String[] fields,
            List<Attribute> attributes,
            byte[] bytes,
            int from,
            int to) {
        String message = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return LogRecord.of(timeNs, level, app, message).with(Arrays.asList(fields), attributes);
    }
}
