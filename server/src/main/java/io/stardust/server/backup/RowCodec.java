package io.stardust.server.backup;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes. A row is the byte 1 and its values; the byte 0 ends a table. A value is one byte for its kind - 0
 * null, 1 number, 2 real, 3 false, 4 true, 5 text - and then 8 bytes, big-endian, of a number or real, or the length in
 * four bytes and the UTF-8 of a text.
 */
final class RowCodec {
    private static final int MOST_TEXT = 256 << 20; // bytes; more is damage, not a text

    private RowCodec() {}

    /** One row. */
    static byte[] bytes(@Nullable Object[] row) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(1);
            for (@Nullable Object value : row) write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Long number -> {
                out.writeByte(1);
                out.writeLong(number);
            }
            case Double real -> {
                out.writeByte(2);
                out.writeDouble(real);
            }
            case Boolean flag -> out.writeByte(flag ? 4 : 3);
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeByte(5);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            default -> throw new IllegalArgumentException("a value of " + value.getClass());
        }
    }

    /** The next row of {@code width} values; null at the end of the table. */
    static @Nullable Object @Nullable [] read(DataInputStream in, int width) throws IOException {
        int begin = in.readByte();
        if (begin == 0) return null;
        if (begin != 1) throw new IOException("no row where one should begin");
        @Nullable Object[] row = new @Nullable Object[width];
        for (int i = 0; i < width; i++) row[i] = value(in);
        return row;
    }

    private static @Nullable Object value(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> null;
            case 1 -> in.readLong();
            case 2 -> in.readDouble();
            case 3 -> false;
            case 4 -> true;
            case 5 -> text(in);
            default -> throw new IOException("no value of kind " + kind);
        };
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_TEXT) throw new IOException("a text of %d bytes".formatted(length));
        byte[] utf8 = in.readNBytes(length);
        if (utf8.length < length) throw new IOException("a text ends too soon");
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
