package io.stardust.telemetry.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteSink} wrote, and believes nothing: whatever does not fit is damaged. For one thread. */
public final class ByteSource {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    public ByteSource(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Of the bytes from {@code start} to {@code end}. */
    public ByteSource(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    public byte[] array() {
        return bytes;
    }

    /** Where in the array the next byte is. */
    public int position() {
        return at;
    }

    public int left() {
        return end - at;
    }

    public int next() throws DamagedData {
        if (at >= end) throw new DamagedData("the data ends too early");
        return bytes[at++] & 0xFF;
    }

    public long varint() throws DamagedData {
        long value = 0;
        int place = at;
        for (int shift = 0; shift < 64 && place < end; shift += 7) {
            byte b = bytes[place++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                at = place;
                return value;
            }
        }
        throw new DamagedData("a number has no end");
    }

    public long zigzag() throws DamagedData {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number from 0 to {@code max}. */
    public int count(int max) throws DamagedData {
        long value = varint();
        if (value < 0 || value > max) throw new DamagedData("a count of " + value + " (expected: at most " + max + ")");
        return (int) value;
    }

    /** As many numbers from 0 to {@code max} as {@code into} has places. */
    public void counts(int[] into, int max) throws DamagedData {
        byte[] from = bytes;
        int place = at;
        for (int i = 0; i < into.length; i++) {
            if (place < end && from[place] >= 0 && from[place] <= max) {
                into[i] = from[place++];
            } else { // of several bytes, or not to be
                at = place;
                into[i] = count(max);
                place = at;
            }
        }
        at = place;
    }

    /**
     * As many sums of zigzags as {@code into} has places: each is the one before and what is read, 0 before the first.
     */
    public void sums(long[] into) throws DamagedData {
        byte[] from = bytes;
        int place = at;
        long sum = 0;
        for (int i = 0; i < into.length; i++) {
            long value = 0;
            int shift = 0;
            byte b;
            do {
                if (place == end || shift > 63) throw new DamagedData("a number has no end");
                b = from[place++];
                value |= (long) (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0);
            sum += (value >>> 1) ^ -(value & 1);
            into[i] = sum;
        }
        at = place;
    }

    public int int32() throws DamagedData {
        return (int) INT.get(bytes, skip(4));
    }

    public long int64() throws DamagedData {
        return (long) LONG.get(bytes, skip(8));
    }

    /** Passes over {@code length} bytes and returns where they begin. */
    public int skip(int length) throws DamagedData {
        if (length < 0 || length > end - at) throw new DamagedData("the data ends too early");
        int start = at;
        at += length;
        return start;
    }

    public byte[] bytes(int length) throws DamagedData {
        int start = skip(length);
        byte[] copy = new byte[length];
        System.arraycopy(bytes, start, copy, 0, length);
        return copy;
    }

    public String text() throws DamagedData {
        int length = count(end - at);
        return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }
}
