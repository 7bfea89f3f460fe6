package io.stardust.agent.install;

import io.stardust.agent.install.ZipDirectory.BadZip;
import io.stardust.agent.install.ZipDirectory.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks zips that nobody vouches for. Everything the list of files tells is checked before the first byte is written,
 * everything else while writing; what is refused may leave files below the target, never anywhere else. Not
 * thread-safe; one object per package. Why not a library: docs/rationale/unzip.md.
 */
final class SafeUnzip {
    static final int MAX_ENTRIES = 100_000;
    /** Deflate's best is about 1:1032; real packages stay below 1:100. */
    static final int MAX_RATIO = 200;
    /** Small files may be as compressible as they like. */
    static final long RATIO_FROM_BYTES = 1 << 20;

    private static final int BUFFER = 128 << 10;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    private final long maxBytes;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final Set<Path> folders = new HashSet<>();
    private final Map<String, FileList.Mark> marks = new HashMap<>();

    /** {@code maxBytes}: what all files together may take unpacked. */
    SafeUnzip(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What was unpacked, without the times. */
    Map<String, FileList.Mark> marks() {
        return marks;
    }

    private record Item(Entry entry, String path) {}

    /**
     * Unpacks {@code zip} into {@code target}, which exists and is empty, and returns the files' paths below it.
     *
     * @throws BadZip if the package is refused
     * @throws IOException if the disk fails or is full
     */
    List<String> unpack(Path zip, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ);
                FlushBehind flush = new FlushBehind()) {
            List<Item> items = check(channel);
            List<String> files = new ArrayList<>(items.size());
            Map<Path, Integer> closed = new LinkedHashMap<>();
            long previousEnd = 0;
            Inflater inflater = new Inflater(true);
            try {
                for (Item item : items) {
                    Entry entry = item.entry;
                    long start = ZipDirectory.dataStart(channel, entry);
                    // overlapping entries let one stretch of data unpack many times
                    if (entry.offset() < previousEnd || start + entry.packed() > channel.size()) {
                        throw new BadZip("cut off, or entries overlap, at '" + item.path + "'");
                    }
                    previousEnd = start + entry.packed();
                    Path file = resolve(target, item.path);
                    if (entry.isDirectory()) {
                        folder(file);
                        closed.put(file, Access.ofFolder(entry.mode()));
                        continue;
                    }
                    folder(parent(file));
                    write(channel, start, item, file, inflater, flush);
                    files.add(item.path);
                }
            } finally {
                inflater.end();
            }
            flush.finish();
            for (Map.Entry<Path, Integer> each : closed.entrySet()) Access.set(each.getKey(), each.getValue());
            return files;
        }
    }

    /** All that can be known from the list of files; returns the items in the order of their data. */
    private List<Item> check(FileChannel channel) throws IOException {
        List<Item> items = new ArrayList<>();
        EntryNames names = new EntryNames();
        long total = 0;
        for (Entry entry : ZipDirectory.read(channel, MAX_ENTRIES)) {
            String path = names.accept(entry.name());
            if ((entry.flags() & ENCRYPTED) != 0) throw new BadZip("'" + path + "' is encrypted");
            if (entry.method() != STORED && entry.method() != DEFLATED) {
                throw new BadZip("'" + path + "' is packed by method " + entry.method() + " (expected: 0 or 8)");
            }
            type(entry, path);
            if (entry.method() == STORED && entry.packed() != entry.size()) {
                throw new BadZip("'" + path + "' is stored with two different sizes");
            }
            if (entry.isDirectory() && entry.size() != 0) throw new BadZip("folder '" + path + "' has content");
            if (entry.size() > RATIO_FROM_BYTES && entry.size() / MAX_RATIO > entry.packed()) {
                throw new BadZip("'" + path + "' grows from " + entry.packed() + " to " + entry.size()
                        + " bytes (expected: at most " + MAX_RATIO + " times)");
            }
            total += entry.size();
            if (total > maxBytes || total < 0) {
                throw new BadZip(
                        "the package unpacks to more than the " + maxBytes + " bytes that may be used on this disk");
            }
            items.add(new Item(entry, path));
        }
        items.sort(Comparator.comparingLong(item -> item.entry.offset()));
        return items;
    }

    private static void type(Entry entry, String path) throws BadZip {
        int type = entry.mode() & TYPE;
        if (type == SYMLINK) throw new BadZip("'" + path + "' is a symbolic link");
        if (type != 0 && type != REGULAR && type != DIRECTORY) throw new BadZip("'" + path + "' is a device or pipe");
        if ((type == DIRECTORY && !entry.isDirectory()) || (type == REGULAR && entry.isDirectory())) {
            throw new BadZip("'" + path + "' is both a file and a folder");
        }
    }

    private static Path resolve(Path target, String path) throws BadZip {
        Path file;
        try {
            file = target.resolve(path);
        } catch (InvalidPathException e) {
            throw new BadZip("this machine cannot have a file named '" + path + "': " + e.getReason());
        }
        // EntryNames has refused every way out already; this holds should it ever miss one
        if (!file.normalize().equals(file) || !file.startsWith(target)) throw new BadZip("path leads out: " + path);
        return file;
    }

    private static Path parent(Path file) throws BadZip {
        Path parent = file.getParent();
        if (parent == null) throw new BadZip("no folder for " + file);
        return parent;
    }

    private void folder(Path folder) throws IOException {
        if (folders.add(folder)) Files.createDirectories(folder);
    }

    private void write(FileChannel zip, long start, Item item, Path file, Inflater inflater, FlushBehind flush)
            throws IOException {
        Entry entry = item.entry;
        int mode = Access.ofFile(entry.mode());
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel to = FileChannel.open(file, create, Access.attributes(mode));
        try {
            CRC32 crc = new CRC32();
            long written = entry.method() == STORED
                    ? copy(zip, start, entry, to, crc)
                    : inflate(zip, start, entry, to, crc, inflater);
            if (written != entry.size()) {
                throw new BadZip("'" + item.path + "' has " + written + " bytes (expected: " + entry.size() + ")");
            }
            if (crc.getValue() != entry.crc()) throw new BadZip("'" + item.path + "' is damaged: wrong CRC");
            if (Access.isShared(mode)) Access.set(file, mode); // whatever the agent's own mask
            marks.put(item.path, new FileList.Mark(written, 0, crc.getValue()));
        } catch (DataFormatException e) {
            to.close();
            throw new BadZip("'" + item.path + "' is damaged: " + e.getMessage());
        } catch (IOException e) {
            to.close();
            throw e;
        }
        flush.closeLater(to);
    }

    private long copy(FileChannel zip, long start, Entry entry, FileChannel to, CRC32 crc) throws IOException {
        long position = start;
        long end = start + entry.packed();
        while (position < end) {
            position += fill(zip, position, end);
            crc.update(in.duplicate());
            writeAll(to, in);
        }
        return position - start;
    }

    private long inflate(FileChannel zip, long start, Entry entry, FileChannel to, CRC32 crc, Inflater inflater)
            throws IOException, DataFormatException {
        inflater.reset();
        long position = start;
        long end = start + entry.packed();
        long written = 0;
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                if (position == end) return written;
                position += fill(zip, position, end);
                inflater.setInput(in);
            }
            out.clear();
            int count = inflater.inflate(out);
            if (inflater.needsDictionary()) throw new DataFormatException("needs a dictionary");
            written += count;
            if (written > entry.size()) return written;
            out.flip();
            crc.update(out.duplicate());
            writeAll(to, out);
        }
        return written;
    }

    private int fill(FileChannel zip, long position, long end) throws IOException {
        in.clear().limit((int) Math.min(in.capacity(), end - position));
        int count = zip.read(in, position);
        if (count <= 0) throw new BadZip("cut off: it ends too early");
        in.flip();
        return count;
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) to.write(bytes);
    }
}
