package io.stardust.agent.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, so that every field can be a lie. */
public final class Zips {
    /** What the headers say about one file; {@code data} is what is stored. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Item(byte[] name, byte[] extra, byte[] data, int method, int flags, int mode, long crc, long size) {
        Item mode(int value) {
            return new Item(name, extra, data, method, flags, value, crc, size);
        }

        Item flags(int value) {
            return new Item(name, extra, data, method, value, mode, crc, size);
        }

        Item method(int value) {
            return new Item(name, extra, data, value, flags, mode, crc, size);
        }

        Item crc(long value) {
            return new Item(name, extra, data, method, flags, mode, value, size);
        }

        /** A name in another charset than UTF-8, and what else is said of it. */
        Item name(byte[] value, byte[] more) {
            return new Item(value, more, data, method, flags, mode, crc, size);
        }

        Item size(long value) {
            return new Item(name, extra, data, method, flags, mode, crc, value);
        }
    }

    private final List<Item> items = new ArrayList<>();

    public static Zips zip() {
        return new Zips();
    }

    public Zips file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Zips file(String name, byte[] bytes) {
        return file(name, bytes, item -> item);
    }

    /** A file that may be started. */
    public Zips script(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8), item -> item.mode(0100755));
    }

    public Zips file(String name, byte[] bytes, UnaryOperator<Item> change) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Item item = new Item(utf8(name), new byte[0], deflate(bytes), 8, 0, 0100644, crc.getValue(), bytes.length);
        items.add(change.apply(item));
        return this;
    }

    Zips stored(String name, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        items.add(new Item(utf8(name), new byte[0], bytes, 0, 0, 0, crc.getValue(), bytes.length));
        return this;
    }

    Zips folder(String name) {
        return folder(name, 0040755);
    }

    Zips folder(String name, int mode) {
        items.add(new Item(utf8(name + "/"), new byte[0], new byte[0], 0, 0, mode, 0, 0));
        return this;
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Integer> offsets = new ArrayList<>();
        for (Item item : items) {
            offsets.add(out.size());
            byte[] name = item.name;
            ByteBuffer header = little(30).putInt(0x04034b50).putShort((short) 20);
            common(header, item, name.length).putShort((short) 0);
            put(out, header);
            out.writeBytes(name);
            out.writeBytes(item.data);
        }
        int start = out.size();
        for (int i = 0; i < items.size(); i++) central(out, items.get(i), offsets.get(i));
        ByteBuffer end = little(22).putInt(0x06054b50).putInt(0);
        end.putShort((short) items.size()).putShort((short) items.size());
        end.putInt(out.size() - start).putInt(start).putShort((short) 0);
        put(out, end);
        return out.toByteArray();
    }

    private static void central(ByteArrayOutputStream out, Item item, int offset) {
        byte[] name = item.name;
        ByteBuffer header =
                little(46).putInt(0x02014b50).putShort((short) (3 << 8 | 20)).putShort((short) 20);
        common(header, item, name.length).putShort((short) item.extra.length);
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        header.putInt(item.mode << 16).putInt(offset);
        put(out, header);
        out.writeBytes(name);
        out.writeBytes(item.extra);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer common(ByteBuffer header, Item item, int nameLength) {
        header.putShort((short) item.flags).putShort((short) item.method).putInt(0);
        return header.putInt((int) item.crc)
                .putInt(item.data.length)
                .putInt((int) item.size)
                .putShort((short) nameLength);
    }

    private static void put(ByteArrayOutputStream out, ByteBuffer filled) {
        byte[] bytes = new byte[filled.position()];
        filled.get(0, bytes);
        out.writeBytes(bytes);
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        return out.toByteArray();
    }
}
