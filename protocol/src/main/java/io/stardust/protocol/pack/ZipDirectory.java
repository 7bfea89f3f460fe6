package io.stardust.protocol.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the central directory of a zip, the one list of its entries that we believe; names and sizes in front of the
 * data are ignored. Source: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3 (numbers in comments are its).
 */
public final class ZipDirectory {
    /** Longest central directory: 100,000 entries of 160 bytes fit. */
    private static final int MAX_BYTES = 16 << 20;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xFFFF;

    private ZipDirectory() {}

    /**
     * One entry.
     *
     * @param flags General purpose bits.
     * @param mode Unix mode with its type bits; 0 if the packer gave none.
     * @param packed Bytes in the package.
     * @param size Bytes unpacked, as the packer says.
     * @param offset Of the local header.
     */
    public record Entry(String name, int flags, int method, int mode, long crc, long packed, long size, long offset) {
        public boolean isDirectory() {
            return name.endsWith("/");
        }
    }

    /** What the end record says, checked against where things really are. */
    private record End(long entries, long start, long bytes) {}

    /** Thrown for what is no sound zip; its message is fit for people. */
    public static final class BadZip extends IOException {
        private static final long serialVersionUID = 1L;

        public BadZip(String message) {
            super(message);
        }
    }

    /** Reads all entries in the order of the directory; at most {@code maxEntries}. */
    public static List<Entry> read(FileChannel zip, int maxEntries) throws IOException {
        End end = end(zip);
        if (end.entries > maxEntries) {
            throw new BadZip("the package has " + end.entries + " entries (expected: at most " + maxEntries + ")");
        }
        if (end.bytes > MAX_BYTES) {
            throw new BadZip("the list of files takes " + end.bytes + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        ByteBuffer directory = bytes(zip, end.start, (int) end.bytes);
        List<Entry> entries = new ArrayList<>((int) end.entries);
        while (directory.hasRemaining()) {
            entries.add(entry(directory));
            if (entries.size() > end.entries) break;
        }
        if (entries.size() != end.entries || directory.hasRemaining()) {
            throw new BadZip("the list of files does not match its count of " + end.entries);
        }
        return entries;
    }

    /** Where the data of an entry begins: behind its local header, whose own lengths count. */
    public static long dataStart(FileChannel zip, Entry entry) throws IOException {
        ByteBuffer header = bytes(zip, entry.offset, 30);
        if (header.getInt(0) != LOCAL) throw new BadZip("no file begins where the list says that of " + entry.name);
        return entry.offset + 30 + u16(header, 26) + u16(header, 28);
    }

    private static End end(FileChannel zip) throws IOException {
        long size = zip.size();
        int tail = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        if (tail < END_BYTES) throw new BadZip("not a zip: " + size + " bytes");
        ByteBuffer buffer = bytes(zip, size - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (buffer.getInt(at) != END || at + END_BYTES + u16(buffer, at + 20) != tail) continue;
            return checked(zip, buffer, at, size - tail + at);
        }
        throw new BadZip("not a zip, or cut off: its end is missing");
    }

    private static End checked(FileChannel zip, ByteBuffer buffer, int at, long position) throws IOException {
        if (u16(buffer, at + 4) != 0 && u16(buffer, at + 4) != 0xFFFF) throw new BadZip("the zip is split over disks");
        long entries = u16(buffer, at + 10);
        long bytes = u32(buffer, at + 12);
        long start = u32(buffer, at + 16);
        long directoryEnd = position;
        if (entries == 0xFFFF || bytes == 0xFFFFFFFFL || start == 0xFFFFFFFFL) {
            ByteBuffer locator = position >= 20 ? bytes(zip, position - 20, 20) : ByteBuffer.allocate(20);
            if (locator.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LOCATOR64) {
                long at64 = locator.getLong(8);
                ByteBuffer end64 = bytes(zip, at64, 56);
                if (end64.getInt(0) != END64) throw new BadZip("the end of the zip64 directory is missing");
                entries = end64.getLong(32);
                bytes = end64.getLong(40);
                start = end64.getLong(48);
                directoryEnd = at64;
            }
        }
        if (entries < 0 || bytes < 0 || start < 0 || start != directoryEnd - bytes) {
            throw new BadZip("cut off, or not only a zip: the list of files is not where its end says");
        }
        return new End(entries, start, bytes);
    }

    private static Entry entry(ByteBuffer in) throws IOException {
        int at = in.position();
        if (in.remaining() < 46 || in.getInt(at) != CENTRAL) throw new BadZip("the list of files is damaged");
        int nameLength = u16(in, at + 28);
        int extraLength = u16(in, at + 30);
        int next = at + 46 + nameLength + extraLength + u16(in, at + 32);
        if (next > in.limit()) throw new BadZip("the list of files is damaged");
        ByteBuffer extra = in.slice(at + 46 + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        String name =
                EntryName.of(in.slice(at + 46, nameLength), extra.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        Sizes sizes = sizes(in, at, extra, name);
        in.position(next);
        int flags = u16(in, at + 8);
        int mode = in.getInt(at + 38) >>> 16;
        return new Entry(name, flags, u16(in, at + 10), mode, u32(in, at + 16), sizes.packed, sizes.size, sizes.offset);
    }

    private record Sizes(long packed, long size, long offset) {}

    /** 4.5.3: the zip64 field holds, in this order, only what did not fit in 32 bits. */
    private static Sizes sizes(ByteBuffer in, int at, ByteBuffer extra, String name) throws BadZip {
        long packed = u32(in, at + 20);
        long size = u32(in, at + 24);
        long offset = u32(in, at + 42);
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xFFFF;
            int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
            ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            extra.position(extra.position() + length);
            if (id != 1) continue;
            if (size == 0xFFFFFFFFL && field.remaining() >= 8) size = field.getLong();
            if (packed == 0xFFFFFFFFL && field.remaining() >= 8) packed = field.getLong();
            if (offset == 0xFFFFFFFFL && field.remaining() >= 8) offset = field.getLong();
        }
        if (packed < 0 || size < 0 || offset < 0) throw new BadZip("impossible size of " + name);
        return new Sizes(packed, size, offset);
    }

    private static ByteBuffer bytes(FileChannel zip, long position, int length) throws IOException {
        if (position < 0 || position > zip.size() - length) throw new BadZip("cut off: it ends too early");
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (zip.read(buffer, position + buffer.position()) < 0) throw new BadZip("cut off: it ends too early");
        }
        return buffer.flip();
    }

    private static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xFFFF;
    }

    private static long u32(ByteBuffer in, int at) {
        return in.getInt(at) & 0xFFFFFFFFL;
    }
}
