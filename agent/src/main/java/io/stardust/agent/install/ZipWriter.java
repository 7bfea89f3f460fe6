package io.stardust.agent.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a zip with the modes of its files, which the JDK's does not. The same files give the same bytes: no times are
 * written. Not thread-safe. Source: PKWARE APPNOTE 6.3.10, 4.3.7 and 4.3.12; nothing here needs zip64, so that an
 * archive stays below 4 GB and {@link #MAX_ENTRIES}.
 */
final class ZipWriter implements AutoCloseable {
    static final int MAX_ENTRIES = 65_534;

    private static final int BUFFER = 128 << 10;
    private static final int HEADER = 30;
    private static final int UTF_8 = 1 << 11;
    private static final int DEFLATED = 8;
    private static final int VERSION = 20;
    private static final int UNIX = 3 << 8;
    private static final int DATE = 1 << 5 | 1; // 1980-01-01, the first there is
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int PERMISSIONS = 0777;

    /** Beyond it a package could be taken for a bomb: such files are stored. */
    private static final int RATIO = 100;

    private final FileChannel zip;
    private final long most;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private final byte[] out = new byte[BUFFER];
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    /** @param most bytes of the archive */
    ZipWriter(FileChannel zip, long most) {
        this.zip = zip;
        this.most = most;
    }

    /** The archive would be larger than it may. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long most) {
            super("the package would be larger than " + most + " bytes");
        }
    }

    private record Stored(int method, long crc, long packed, long size) {
        static final Stored NOTHING = new Stored(0, 0, 0, 0);
    }

    /** Adds a folder; {@code path} with {@code /} between its parts. */
    void folder(String path, int mode) throws IOException {
        long start = zip.position();
        byte[] name = (path + "/").getBytes(StandardCharsets.UTF_8);
        write(header(name, Stored.NOTHING));
        list(name, Stored.NOTHING, DIRECTORY | (mode & PERMISSIONS), start);
    }

    /** Adds a file with at most {@code length} bytes of {@code content}; returns how many those were. */
    long file(String path, int mode, FileChannel content, long length) throws IOException {
        long start = zip.position();
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        write(header(name, Stored.NOTHING));
        Stored stored = deflated(content, length);
        if (stored.packed >= stored.size || stored.size / RATIO > stored.packed) {
            zip.position(start + HEADER + name.length);
            zip.truncate(zip.position());
            stored = plain(content.position(0), stored.size);
        }
        long end = zip.position();
        zip.position(start);
        write(header(name, stored));
        zip.position(end);
        list(name, stored, REGULAR | (mode & PERMISSIONS), start);
        return stored.size;
    }

    private Stored deflated(FileChannel content, long length) throws IOException {
        CRC32 crc = new CRC32();
        deflater.reset();
        long size = 0;
        while (size < length) {
            in.clear().limit((int) Math.min(BUFFER, length - size));
            int count = content.read(in);
            if (count < 0) break;
            size += count;
            crc.update(bytes, 0, count);
            deflater.setInput(bytes, 0, count);
            while (!deflater.needsInput()) write(out, deflater.deflate(out));
        }
        deflater.finish();
        while (!deflater.finished()) write(out, deflater.deflate(out));
        return new Stored(DEFLATED, crc.getValue(), deflater.getBytesWritten(), size);
    }

    private Stored plain(FileChannel content, long length) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        while (size < length) {
            in.clear().limit((int) Math.min(BUFFER, length - size));
            int count = content.read(in);
            if (count < 0) break;
            size += count;
            crc.update(bytes, 0, count);
            write(bytes, count);
        }
        return new Stored(0, crc.getValue(), size, size);
    }

    private static ByteBuffer common(ByteBuffer to, Stored stored, byte[] name) {
        return to.putShort((short) UTF_8)
                .putShort((short) stored.method)
                .putShort((short) 0)
                .putShort((short) DATE)
                .putInt((int) stored.crc)
                .putInt((int) stored.packed)
                .putInt((int) stored.size)
                .putShort((short) name.length)
                .putShort((short) 0);
    }

    private static byte[] header(byte[] name, Stored stored) {
        byte[] header = new byte[HEADER + name.length];
        ByteBuffer to = ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) VERSION);
        common(to, stored, name).put(name);
        return header;
    }

    private void list(byte[] name, Stored stored, int mode, long start) throws IOException {
        if (++entries > MAX_ENTRIES) throw new IOException("more than " + MAX_ENTRIES + " files and folders");
        byte[] record = new byte[46 + name.length];
        ByteBuffer entry = ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x02014b50)
                .putShort((short) (UNIX | VERSION))
                .putShort((short) VERSION);
        common(entry, stored, name)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(mode << 16)
                .putInt((int) start)
                .put(name);
        directory.writeBytes(record);
    }

    /** Writes the list of files; the archive then is whole. */
    void finish() throws IOException {
        long start = zip.position();
        write(directory.toByteArray());
        byte[] end = new byte[22];
        ByteBuffer.wrap(end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directory.size())
                .putInt((int) start)
                .putShort((short) 0);
        write(end);
        zip.force(true);
    }

    private void write(byte[] all) throws IOException {
        write(all, all.length);
    }

    private void write(byte[] from, int length) throws IOException {
        if (zip.position() + length > most) throw new TooLarge(most);
        ByteBuffer buffer = ByteBuffer.wrap(from, 0, length);
        while (buffer.hasRemaining()) zip.write(buffer);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
