package io.stardust.telemetry.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end. Numbers are little-endian. For one thread. */
public final class ByteSink {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public int size() {
        return size;
    }

    /** The bytes themselves; what lies behind {@link #size} means nothing, and the next write may replace the array. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
    }

    /** Forgets what was written behind {@code newSize}. */
    public void cut(int newSize) {
        size = Math.min(size, newSize);
    }

    /** Makes room for {@code more} bytes behind the end and returns the array; {@link #wrote} says how many came. */
    public byte[] extend(int more) {
        reserve(more);
        return bytes;
    }

    /** Makes room for {@code more} bytes. */
    public void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 8, Math.max((long) size + more, 2L * size)));
        }
    }

    public void put(int value) {
        if (size == bytes.length) reserve(1);
        bytes[size++] = (byte) value;
    }

    public void put(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    public void put(byte[] from) {
        put(from, 0, from.length);
    }

    public void put(ByteSink from) {
        put(from.bytes, 0, from.size);
    }

    /** {@code length} bytes behind the end have been written into the array. */
    public void wrote(int length) {
        size += length;
    }

    /** Seven bits a byte, the lowest first; the upper bit says that more follow. Negative numbers take ten bytes. */
    public void varint(long value) {
        if ((value & ~0x7FL) == 0) { // mostly
            put((int) value);
            return;
        }
        reserve(10);
        byte[] to = bytes;
        int at = size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        size = at;
    }

    /** As {@link #varint}, short for small negative numbers as well. */
    public void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    public void int32(int value) {
        reserve(4);
        INT.set(bytes, size, value);
        size += 4;
    }

    public void int64(long value) {
        reserve(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    /** The length in bytes, then UTF-8. Half of a surrogate pair becomes a question mark. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        put(utf8, 0, utf8.length);
    }
}
