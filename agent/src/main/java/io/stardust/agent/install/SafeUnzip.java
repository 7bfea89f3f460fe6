package io.stardust.agent.install;

import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.pack.PackageEntries.Item;
import io.stardust.protocol.pack.ZipDirectory;
import io.stardust.protocol.pack.ZipDirectory.BadZip;
import io.stardust.protocol.pack.ZipDirectory.Entry;
import io.stardust.protocol.start.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int BUFFER = 128 << 10;

    private final long maxBytes;
    private final boolean runs;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer head = ByteBuffer.allocate(FileKind.HEAD); // of the file being written
    private final Set<Path> folders = new HashSet<>();
    private final Map<String, FileList.Mark> marks = new HashMap<>();

    /**
     * For one package.
     *
     * @param maxBytes what all files together may take unpacked
     * @param runs whether what is unpacked will run here, so that it is made fit for that
     */
    SafeUnzip(long maxBytes, boolean runs) {
        this.maxBytes = maxBytes;
        this.runs = runs;
    }

    /** What was unpacked, without the times. */
    Map<String, FileList.Mark> marks() {
        return marks;
    }

    /** Puts the package itself into {@code target} as {@code name}, which it returns. */
    String copy(Path zip, Path target, String name) throws IOException {
        Path file = resolve(target, name);
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel from = FileChannel.open(zip, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(file, create, Access.attributes(Access.ofFile(0)))) {
            CRC32 crc = new CRC32();
            long size = from.size();
            long position = 0;
            while (position < size) {
                position += fill(from, position, size);
                crc.update(in.duplicate());
                writeAll(to, in);
            }
            to.force(true);
            marks.put(name, new FileList.Mark(size, 0, crc.getValue()));
        }
        return name;
    }

    /**
     * Unpacks {@code zip} into {@code target}, which exists and is empty, and returns the files' paths below it.
     *
     * @throws BadZip if the package is refused
     * @throws IOException if the disk fails or is full
     */
    List<String> unpack(Path zip, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ);
                FlushBehind flush = new FlushBehind()) {
            List<Item> items = PackageEntries.check(channel, maxBytes);
            List<String> files = new ArrayList<>(items.size());
            Map<Path, Integer> closed = new LinkedHashMap<>();
            Map<Item, FileKind> mendable = new LinkedHashMap<>();
            long previousEnd = 0;
            Inflater inflater = new Inflater(true);
            try {
                for (Item item : items) {
                    Entry entry = item.entry();
                    long start = ZipDirectory.dataStart(channel, entry);
                    // overlapping entries let one stretch of data unpack many times
                    if (entry.offset() < previousEnd || start + entry.packed() > channel.size()) {
                        throw new BadZip("cut off, or entries overlap, at '" + item.path() + "'");
                    }
                    previousEnd = start + entry.packed();
                    Path file = resolve(target, item.path());
                    if (entry.isDirectory()) {
                        folder(file);
                        closed.put(file, Access.ofFolder(entry.mode()));
                        continue;
                    }
                    folder(parent(file));
                    write(channel, start, item, file, inflater, flush);
                    files.add(item.path());
                    FileKind kind = FileKind.of(item.path(), Arrays.copyOf(head.array(), head.position()));
                    if (WindowsFiles.concerns(kind)) mendable.put(item, kind);
                }
            } finally {
                inflater.end();
            }
            flush.finish();
            if (runs) mend(mendable, target);
            for (Map.Entry<Path, Integer> each : closed.entrySet()) Access.set(each.getKey(), each.getValue());
            return files;
        }
    }

    private void mend(Map<Item, FileKind> items, Path target) throws IOException {
        for (Map.Entry<Item, FileKind> each : items.entrySet()) {
            String path = each.getKey().path();
            FileList.Mark mended = WindowsFiles.mend(each.getKey().entry(), each.getValue(), target.resolve(path));
            if (mended != null) marks.put(path, mended);
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
        Entry entry = item.entry();
        int mode = Access.ofFile(entry.mode());
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel to = FileChannel.open(file, create, Access.attributes(mode));
        head.clear();
        try {
            CRC32 crc = new CRC32();
            long written = entry.method() == PackageEntries.STORED
                    ? copy(zip, start, entry, to, crc)
                    : inflate(zip, start, entry, to, crc, inflater);
            if (written != entry.size()) {
                throw new BadZip("'" + item.path() + "' has " + written + " bytes (expected: " + entry.size() + ")");
            }
            if (crc.getValue() != entry.crc()) throw new BadZip("'" + item.path() + "' is damaged: wrong CRC");
            if (Access.isShared(mode)) Access.set(file, mode); // whatever the agent's own mask
            marks.put(item.path(), new FileList.Mark(written, 0, crc.getValue()));
        } catch (DataFormatException e) {
            to.close();
            throw new BadZip("'" + item.path() + "' is damaged: " + e.getMessage());
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

    private void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        if (head.hasRemaining()) {
            int count = Math.min(head.remaining(), bytes.remaining());
            head.put(bytes.slice(bytes.position(), count));
        }
        while (bytes.hasRemaining()) to.write(bytes);
    }
}
