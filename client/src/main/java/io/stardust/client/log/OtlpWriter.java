package io.stardust.client.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protobuf of an {@code ExportLogsServiceRequest}; the numbers are those of opentelemetry-proto,
 * logs/v1/logs.proto. For one thread.
 */
final class OtlpWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int TRACE_DIGITS = 32;

    private byte[] bytes = new byte[1 << 12];
    private int size;

    /** All of {@code events} from one process. */
    static byte[] request(LogSettings from, List<LogEvent> events) {
        var scope = new OtlpWriter();
        for (LogEvent event : events) scope.message(2, record(event));
        var resource = new OtlpWriter();
        resource.attribute(1, "service.instance.id", from.instance());
        resource.attribute(1, "service.version", from.release());
        resource.attribute(1, "host.name", from.node());
        var logs = new OtlpWriter();
        logs.message(1, resource);
        logs.message(2, scope);
        var request = new OtlpWriter();
        request.message(1, logs);
        return Arrays.copyOf(request.bytes, request.size);
    }

    private static OtlpWriter record(LogEvent event) {
        var record = new OtlpWriter();
        record.tag(1, FIXED64);
        for (int shift = 0; shift < Long.SIZE; shift += 8) record.put((byte) (event.timeNs() >>> shift));
        record.tag(2, VARINT);
        record.varint(event.level().severity());
        var body = new OtlpWriter();
        body.text(1, event.message());
        record.message(5, body);
        record.attribute(6, "logger", event.logger());
        record.attribute(6, "thread.name", event.thread());
        record.attribute(6, "exception.stacktrace", event.stack());
        for (Map.Entry<String, String> each : event.attributes().entrySet()) {
            record.attribute(6, each.getKey(), each.getValue());
        }
        record.trace(event.trace());
        return record;
    }

    private void attribute(int field, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) return;
        var any = new OtlpWriter();
        any.text(1, value);
        var entry = new OtlpWriter();
        entry.text(1, name);
        entry.message(2, any);
        message(field, entry);
    }

    private void trace(String hex) {
        if (hex.length() != TRACE_DIGITS) return;
        byte[] id = new byte[TRACE_DIGITS / 2];
        for (int i = 0; i < id.length; i++) {
            int high = Character.digit(hex.charAt(2 * i), 16);
            int low = Character.digit(hex.charAt(2 * i + 1), 16);
            if (high < 0 || low < 0) return;
            id[i] = (byte) (high << 4 | low);
        }
        field(9, id, id.length);
    }

    private void message(int number, OtlpWriter within) {
        field(number, within.bytes, within.size);
    }

    private void text(int number, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        field(number, utf8, utf8.length);
    }

    private void field(int number, byte[] from, int length) {
        tag(number, BYTES);
        varint(length);
        room(length);
        System.arraycopy(from, 0, bytes, size, length);
        size += length;
    }

    private void tag(int number, int type) {
        varint(number << 3 | type);
    }

    private void varint(int value) {
        int left = value;
        while (left >= 0x80) {
            put((byte) (left | 0x80));
            left >>>= 7;
        }
        put((byte) left);
    }

    private void put(byte value) {
        room(1);
        bytes[size++] = value;
    }

    private void room(int more) {
        if (size + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
}
