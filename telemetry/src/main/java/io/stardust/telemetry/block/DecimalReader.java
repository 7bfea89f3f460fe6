package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what {@link DecimalWriter} wrote, column by column. For one thread. */
final class DecimalReader {
    private static final int MAX_SIZE = 4 * 58 + 3; // of a number of 60 binary digits, which has 18 decimal ones
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteSource plain;
    private final ByteSource sizes;
    private final byte[] digits; // and eight bytes more, for a number is read at once
    private final long digitsEnd; // in bits
    private long digit; // the next bit

    DecimalReader(byte[] plain, byte[] sizes, byte[] digits) {
        this.plain = new ByteSource(plain);
        this.sizes = new ByteSource(sizes);
        this.digits = Arrays.copyOf(digits, digits.length + Long.BYTES);
        this.digitsEnd = 8L * digits.length;
    }

    /**
     * Reads the next column into {@code numbers} from {@code start} to {@code end}, and into {@code widths} with how
     * many decimal digits they were written; 0: as many as they have.
     */
    void column(long[] numbers, byte[] widths, int start, int end) throws DamagedData {
        int form = plain.next();
        if (form == DecimalWriter.SPREAD) {
            distances(plain.varint(), numbers, start, end);
            return;
        }
        if (form != DecimalWriter.PLAIN) throw new DamagedData("decimals of form " + form);
        for (int i = start; i < end; i++) {
            long coded = plain.varint();
            numbers[i] = coded >>> 1;
            if ((coded & 1) != 0) widths[i] = (byte) plain.next();
        }
    }

    private void distances(long least, long[] numbers, int start, int end) throws DamagedData {
        int at = sizes.skip(end - start);
        byte[] all = sizes.array();
        for (int i = start; i < end; i++) {
            int size = all[at++] & 0xFF;
            if (size < 4) {
                numbers[i] = least + size;
                continue;
            }
            int behind = size / 4 - 1;
            if (size > MAX_SIZE || digit + behind > digitsEnd) throw new DamagedData("a decimal of size " + size);
            long bits = (long) LONG.get(digits, (int) (digit >>> 3)) >>> (digit & 7);
            long head = 4 | (size & 3);
            numbers[i] = least + ((head << behind) | (bits & ((1L << behind) - 1)));
            digit += behind;
        }
    }

    /** No column is left, and nothing may be. */
    void end() throws DamagedData {
        long left = plain.left() + sizes.left() + (digitsEnd - digit) / 8;
        if (left != 0) throw new DamagedData(left + " bytes behind the last decimal");
    }
}
