package io.stardust.protocol.pack;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the entries of a zip begin, by its central directory (PKWARE APPNOTE 6.3.10, 4.3.7 to 4.3.16). Looks into
 * stored zips within, two deep. Never fails on a bad zip: a wrong cut costs bytes on the wire, nothing else. Bounded:
 * directories above 8 MB and zip64 ones are not looked into.
 */
final class ZipCuts {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int OFFSET = 42; // of the local header, within a central one
    private static final int MAX_DIRECTORY = 8 << 20;
    /** Bits of a position within a directory. */
    private static final int AT = 23;

    private static final int DEPTH = 2;
    private static final int PATH = 300; // characters

    private final FileChannel file;
    private final Chunks chunks;
    private final ByteBuffer header = buffer(LOCAL_BYTES);

    ZipCuts(FileChannel file, Chunks chunks) {
        this.file = file;
        this.chunks = chunks;
    }

    void cut() throws IOException {
        zip(0, file.size(), "", 0);
    }

    /** One zip at {@code from}, up to {@code to}; false, and nothing is cut, when it cannot be read. */
    private boolean zip(long from, long to, String prefix, int depth) throws IOException {
        long start = directory(from, to);
        if (start < 0) return false;
        ByteBuffer directory = buffer((int) (to - start));
        read(directory, start);
        long @Nullable [] order = order(directory, start - from);
        if (order == null) return false;
        for (int i = 0; i < order.length; i++) {
            long next = i + 1 < order.length ? from + (order[i + 1] >>> AT) : start;
            entry(directory, (int) order[i] & ((1 << AT) - 1), from + (order[i] >>> AT), next, prefix, depth);
        }
        chunks.cut(start, prefix + "(directory)");
        chunks.says(crc(directory, 0, directory.limit()));
        return true;
    }

    /** Where the central directory begins; -1 when that is not sure. */
    private long directory(long from, long to) throws IOException {
        int tail = (int) Math.min(to - from, END_BYTES + 0xFFFF);
        if (tail < END_BYTES) return -1;
        ByteBuffer end = buffer(END_BYTES);
        read(end, to - END_BYTES);
        int at = 0;
        if (end.getInt(0) != END || u16(end, 20) != 0) { // there is a comment behind it, or it is none
            end = buffer(tail);
            read(end, to - tail);
            at = tail - END_BYTES;
            while (at >= 0 && (end.getInt(at) != END || at + END_BYTES + u16(end, at + 20) != tail)) at--;
            if (at < 0) return -1;
        }
        long position = to - (end.limit() - at);
        long bytes = u32(end, at + 12);
        long start = from + u32(end, at + 16);
        return start + bytes == position && start >= from && to - start <= MAX_DIRECTORY ? start : -1;
    }

    /** Where each entry begins and where the directory speaks of it, both in one number, in the order of the data. */
    private static long @Nullable [] order(ByteBuffer directory, long data) {
        long[] order = new long[64];
        int count = 0;
        int at = 0;
        while (at + CENTRAL_BYTES <= directory.limit() && directory.getInt(at) == CENTRAL) {
            long offset = u32(directory, at + OFFSET);
            int next = at + CENTRAL_BYTES + u16(directory, at + 28) + u16(directory, at + 30) + u16(directory, at + 32);
            if (offset >= data || next > directory.limit()) return null;
            if (count == order.length) order = Arrays.copyOf(order, count * 2);
            order[count++] = offset << AT | at;
            at = next;
        }
        if (at + END_BYTES > directory.limit() || directory.getInt(at) != END) return null;
        order = Arrays.copyOf(order, count);
        Arrays.sort(order);
        return order;
    }

    private void entry(ByteBuffer directory, int at, long start, long next, String prefix, int depth)
            throws IOException {
        int nameBytes = u16(directory, at + 28);
        int name = crc(directory, at + CENTRAL_BYTES, nameBytes);
        // all that is said of it but where it is
        int rest = CENTRAL_BYTES - OFFSET - 4 + nameBytes + u16(directory, at + 30);
        int mark = 31 * crc(directory, at, OFFSET) + crc(directory, at + OFFSET + 4, rest);
        String path = chunks.named() ? path(prefix, directory, at + CENTRAL_BYTES, nameBytes) : "";
        chunks.entry(start, mark, name, path);
        long packed = u32(directory, at + 20);
        if (!chunks.large(packed) || next - start < LOCAL_BYTES) return;
        header.clear();
        read(header, start);
        long data = start + LOCAL_BYTES + u16(header, 26) + u16(header, 28);
        if (header.getInt(0) != LOCAL || data + packed > next) return;
        chunks.cut(data, path);
        boolean stored = u16(directory, at + 10) == 0 && (u16(directory, at + 8) & 1) == 0;
        boolean opened = stored && depth < DEPTH && isZip(data) && zip(data, data + packed, path + "!/", depth + 1);
        if (!opened) chunks.says(crc(directory, at + 8, 4) * 31 + crc(directory, at + 16, 12)); // method, CRC, sizes
        if (data + packed == next) return;
        chunks.cut(data + packed, path); // sizes may follow, for readers that do not know the directory
        chunks.says(mark);
    }

    private boolean isZip(long at) throws IOException {
        header.clear();
        read(header, at);
        return header.getInt(0) == LOCAL;
    }

    private static String path(String prefix, ByteBuffer directory, int at, int length) {
        String name = prefix + StandardCharsets.UTF_8.decode(directory.slice(at, length));
        StringBuilder path = new StringBuilder();
        name.codePoints().limit(PATH).forEach(c -> path.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return path.toString();
    }

    private static int crc(ByteBuffer bytes, int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes.slice(at, length));
        return (int) crc.getValue();
    }

    private void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = file.read(into, at);
            if (count < 0) throw new EOFException("it became shorter while it was read");
            at += count;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xFFFF;
    }

    private static long u32(ByteBuffer in, int at) {
        return in.getInt(at) & 0xFFFFFFFFL;
    }
}
