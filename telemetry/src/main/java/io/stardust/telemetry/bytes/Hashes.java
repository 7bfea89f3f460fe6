package io.stardust.telemetry.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Hashes of words and checks of bytes. They are part of the file format: what they answer never changes within a format
 * version.
 */
public final class Hashes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    private static final long FOLD = 0x2020202020202020L; // lower case for ASCII letters; digits stay

    private Hashes() {}

    /** Of bytes as they are. */
    public static long exact(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, 0);
    }

    /** Of a word: the same for upper and lower case. Words that differ only in a bit of value 32 share it. */
    public static long folded(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, FOLD);
    }

    /** Of a field and its value, the same for upper and lower case of the value. */
    public static long field(String name, String value) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return mix(exact(key, 0, key.length) * FACTOR ^ folded(text, 0, text.length));
    }

    private static long hash(byte[] bytes, int from, int to, long fold) {
        long hash = SEED ^ (to - from) * FACTOR;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ ((long) LONG.get(bytes, at) | fold)) * FACTOR;
            hash ^= hash >>> 32;
        }
        if (at < to) {
            long rest = 0;
            for (int shift = 0; at < to; shift += 8) rest |= (bytes[at++] & 0xFFL) << shift;
            hash = (hash ^ (rest | fold)) * FACTOR;
        }
        return mix(hash);
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * FACTOR;
        return mixed ^ (mixed >>> 29);
    }

    /** CRC32C of the bytes from {@code from} to {@code to}. */
    public static int check(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
