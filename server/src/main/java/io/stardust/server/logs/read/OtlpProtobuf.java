package io.stardust.server.logs.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request in protobuf field by field, without classes for its messages; the numbers are those of
 * opentelemetry-proto. A message may have its fields in any order, so a resource and a scope are looked for before the
 * records are read. A record that is damaged within its own bytes leaves the others readable. For one thread, once.
 */
final class OtlpProtobuf {
    private final byte[] body;
    private final OtlpRequest request;
    private int position; // up to where all could be read

    OtlpProtobuf(byte[] body, OtlpRequest request) {
        this.body = body;
        this.request = request;
    }

    /** A part of the body, and a reader over it. */
    private record Part(int from, int length, CodedInputStream in) {
        static Part of(byte[] body, int from, int length) throws IOException {
            var in = CodedInputStream.newInstance(body, from, length);
            in.pushLimit(length); // else a message within may claim to be longer
            return new Part(from, length, in);
        }

        int position() {
            return from + in.getTotalBytesRead();
        }
    }

    private interface PartReader {
        void read(Part part) throws IOException;
    }

    void read() {
        try {
            eachPart(0, body.length, 1, this::resourceLogs);
        } catch (IOException e) {
            throw new BadLogs("not readable as protobuf at byte " + position + ": " + e.getMessage());
        }
    }

    private void resourceLogs(Part logs) throws IOException {
        request.beginResource();
        eachPart(logs.from, logs.length, 1, this::resource);
        eachPart(logs.from, logs.length, 2, this::scopeLogs);
    }

    private void resource(Part resource) throws IOException {
        eachPart(resource.from, resource.length, 1, attribute -> {
            AnyValue.Entry entry = entry(attribute.in, 1);
            request.resourceAttribute(entry.key(), AnyValue.text(entry.value()));
        });
    }

    private void scopeLogs(Part logs) throws IOException {
        request.scope("");
        eachPart(logs.from, logs.length, 1, this::scope);
        eachPart(logs.from, logs.length, 2, this::logRecord);
    }

    private void scope(Part scope) throws IOException {
        for (int tag = scope.in.readTag(); tag != 0; tag = scope.in.readTag()) {
            if (tag == text(1)) request.scope(scope.in.readString());
            else skip(scope.in, tag);
        }
    }

    /** Gives each message of field {@code number} to {@code reader}, and skips all other fields. */
    private void eachPart(int from, int length, int number, PartReader reader) throws IOException {
        Part whole = Part.of(body, from, length);
        for (int tag = whole.in.readTag(); tag != 0; tag = whole.in.readTag()) {
            if (tag == text(number)) {
                int partLength = whole.in.readRawVarint32();
                int partFrom = whole.position();
                position = partFrom;
                whole.in.skipRawBytes(partLength); // refuses what reaches beyond the whole
                reader.read(Part.of(body, partFrom, partLength));
            } else {
                skip(whole.in, tag);
            }
            position = whole.position();
        }
    }

    private void logRecord(Part part) {
        if (!request.hasRoom()) return;
        try {
            fields(part.in, request.beginRecord());
            request.endRecord();
        } catch (IOException e) {
            request.unread("at byte " + part.position() + ": " + e.getMessage());
        }
    }

    private static void fields(CodedInputStream in, OtlpRecord record) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == fixed64(1)) record.timeNs = in.readFixed64();
            else if (tag == varint(2)) record.severity = in.readEnum();
            else if (tag == text(3)) record.severityText = in.readString();
            else if (tag == text(5)) record.body = AnyValue.text(any(in, 1));
            else if (tag == text(6)) attribute(in, record);
            else if (tag == text(9)) record.trace = TraceIds.of(in.readByteArray());
            else if (tag == fixed64(11)) record.observedNs = in.readFixed64();
            else if (tag == text(12)) record.event = in.readString();
            else skip(in, tag);
        }
    }

    private static void attribute(CodedInputStream in, OtlpRecord record) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        AnyValue.Entry entry = entry(in, 1);
        in.popLimit(outer);
        record.attribute(entry.key(), AnyValue.text(entry.value()));
    }

    /** A {@code KeyValue}, up to the limit. */
    private static AnyValue.Entry entry(CodedInputStream in, int depth) throws IOException {
        String key = "";
        Object value = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == text(1)) key = in.readString();
            else if (tag == text(2)) value = any(in, depth);
            else skip(in, tag);
        }
        return new AnyValue.Entry(key, value);
    }

    private static @Nullable Object any(CodedInputStream in, int depth) throws IOException {
        if (depth > OtlpLogs.MAX_DEPTH)
            throw new IOException("values nested more than " + OtlpLogs.MAX_DEPTH + " deep");
        int outer = in.pushLimit(in.readRawVarint32());
        Object value = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == text(1)) value = in.readString();
            else if (tag == varint(2)) value = in.readBool();
            else if (tag == varint(3)) value = in.readInt64();
            else if (tag == fixed64(4)) value = in.readDouble();
            else if (tag == text(5)) value = list(in, depth);
            else if (tag == text(6)) value = entries(in, depth);
            else if (tag == text(7)) value = in.readByteArray();
            else skip(in, tag);
        }
        in.popLimit(outer);
        return value;
    }

    private static List<@Nullable Object> list(CodedInputStream in, int depth) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == text(1)) values.add(any(in, depth + 1));
            else skip(in, tag);
        }
        in.popLimit(outer);
        return values;
    }

    private static AnyValue.Entries entries(CodedInputStream in, int depth) throws IOException {
        List<AnyValue.Entry> entries = new ArrayList<>();
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag != text(1)) {
                skip(in, tag);
                continue;
            }
            int entry = in.pushLimit(in.readRawVarint32());
            entries.add(entry(in, depth + 1));
            in.popLimit(entry);
        }
        in.popLimit(outer);
        return new AnyValue.Entries(entries);
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) throw new IOException("a group ends that did not begin");
    }

    /** The tag of a field that is a text, bytes or a message. */
    private static int text(int number) {
        return number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int varint(int number) {
        return number << 3 | WireFormat.WIRETYPE_VARINT;
    }

    private static int fixed64(int number) {
        return number << 3 | WireFormat.WIRETYPE_FIXED64;
    }
}
