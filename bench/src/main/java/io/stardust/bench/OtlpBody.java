package io.stardust.bench;

import java.util.Arrays;

/** Makes the protobuf of an ExportLogsServiceRequest with one resource and one scope. For one thread. */
final class OtlpBody {
    private static final int HEAD = 32; // bytes before the records, for lengths that are known at the end

    private byte[] bytes = new byte[1 << 20];
    private int at = HEAD;
    private int records;

    /** {@code message}: ASCII, its first {@code length} bytes. */
    void add(long timeNs, String level, byte[] message, int length) {
        int body = 1 + size(length) + length; // AnyValue: string_value
        int record = 9 + 1 + size(level.length()) + level.length() + 1 + size(body) + body;
        room(record + 16);
        tag(2, 2); // ScopeLogs: log_records
        varint(record);
        tag(1, 1); // time_unix_nano
        for (int i = 0; i < 8; i++) bytes[at++] = (byte) (timeNs >>> (8 * i));
        tag(3, 2); // severity_text
        varint(level.length());
        for (int i = 0; i < level.length(); i++) bytes[at++] = (byte) level.charAt(i);
        tag(5, 2); // body
        varint(body);
        tag(1, 2);
        varint(length);
        System.arraycopy(message, 0, bytes, at, length);
        at += length;
        records++;
    }

    int records() {
        return records;
    }

    int size() {
        return at - HEAD;
    }

    /** All that was added, and begins anew. */
    byte[] take() {
        int scope = at - HEAD;
        int resource = 1 + size(scope) + scope;
        int head = 1 + size(resource) + 1 + size(scope);
        int end = at;
        at = HEAD - head;
        int from = at;
        tag(1, 2); // resource_logs
        varint(resource);
        tag(2, 2); // ResourceLogs: scope_logs
        varint(scope);
        byte[] made = Arrays.copyOfRange(bytes, from, end);
        at = HEAD;
        records = 0;
        return made;
    }

    private void tag(int field, int type) {
        bytes[at++] = (byte) (field << 3 | type);
    }

    private void varint(int value) {
        int left = value;
        while (left >= 0x80) {
            bytes[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[at++] = (byte) left;
    }

    private static int size(int value) {
        int size = 1;
        for (int left = value; left >= 0x80; left >>>= 7) size++;
        return size;
    }

    private void room(int more) {
        if (at + more > bytes.length) bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
}
