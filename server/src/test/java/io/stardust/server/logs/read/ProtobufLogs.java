package io.stardust.server.logs.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Requests of OpenTelemetry in protobuf, written byte by byte as the format says, with no library. */
final class ProtobufLogs {
    static final byte[] TRACE = HexFormat.of().parseHex("4bf92f3577b34da6a3ce929d0e0e4736");

    private ProtobufLogs() {}

    /** A message under construction. */
    static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int number, long value) {
            raw(number << 3);
            raw(value);
            return this;
        }

        Message fixed64(int number, long value) {
            raw(number << 3 | 1);
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
            return this;
        }

        Message fixed32(int number, int value) {
            raw(number << 3 | 5);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
            return this;
        }

        Message bytes(int number, byte[] value) {
            raw(number << 3 | 2);
            raw(value.length);
            return raw(value);
        }

        Message text(int number, String value) {
            return bytes(number, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int number, Message value) {
            return bytes(number, value.bytes());
        }

        Message raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        private void raw(long varint) {
            long rest = varint;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /** An {@code AnyValue} that is a text. */
    static Message text(String value) {
        return new Message().text(1, value);
    }

    static Message entry(String key, Message value) {
        return new Message().text(1, key).message(2, value);
    }

    /** A resource whose attributes are these names and texts, in turn. */
    static Message resource(String... attributes) {
        var resource = new Message();
        for (int i = 0; i < attributes.length; i += 2) {
            resource.message(1, entry(attributes[i], text(attributes[i + 1])));
        }
        return resource;
    }

    static Message scopeLogs(String scope, Message... records) {
        var logs = new Message().message(1, new Message().text(1, scope));
        for (Message record : records) logs.message(2, record);
        return logs;
    }

    static Message request(Message resource, String scope, Message... records) {
        return new Message().message(1, new Message().message(1, resource).message(2, scopeLogs(scope, records)));
    }
}
