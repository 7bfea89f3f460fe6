package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Regular;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The files that a release has brought and how they were then, kept beside its manifest. So it can be told later what
 * somebody changed or removed, and most of that without reading a file. A file that was there before and stayed is not
 * in it. Not thread-safe.
 */
public final class FileList {
    private static final int BUFFER = 64 << 10;

    private final Map<String, Mark> marks = new TreeMap<>();

    /**
     * One file as it was brought.
     *
     * @param time When it was written, ns; a file whose size and time are as they were was not changed.
     * @param crc Of its content.
     */
    record Mark(long size, long time, long crc) {
        /** The same, of the file as it lies there. */
        Mark at(Path file) throws IOException {
            return new Mark(size, time(Files.readAttributes(file, BasicFileAttributes.class)), crc);
        }

        /** Whether {@code file} is the one that was brought, changed by nobody. */
        boolean fits(Path file) throws IOException {
            BasicFileAttributes now;
            try {
                now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return false;
            }
            if (!now.isRegularFile() || now.size() != size) return false;
            return time(now) == time || crc(file) == crc;
        }

        private static long time(BasicFileAttributes attributes) {
            return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        }

        private static long crc(Path file) throws IOException {
            CRC32 crc = new CRC32();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            try (FileChannel channel = Regular.open(file)) {
                while (channel.read(buffer.clear()) >= 0) crc.update(buffer.flip());
            }
            return crc.getValue();
        }
    }

    void put(String path, Mark mark) {
        marks.put(path, mark);
    }

    void remove(String path) {
        marks.remove(path);
    }

    /** Takes what {@code others} has and this has not. */
    void addMissing(FileList others) {
        others.marks.forEach(marks::putIfAbsent);
    }

    @Nullable
    Mark of(String path) {
        return marks.get(path);
    }

    Map<String, Mark> all() {
        return marks;
    }

    /** The list in {@code file}; null when there is none, as an older agent left it, or it cannot be read. */
    static @Nullable FileList read(Path file) {
        FileList list = new FileList();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 4);
                list.put(words[3], new Mark(number(words[0]), number(words[1]), Long.parseLong(words[2], 16)));
            }
            return list;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }

    /** As {@link #read} takes it: size, time, CRC and path, a line each; a path has no line break in it. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        marks.forEach((path, mark) -> text.append(mark.size)
                .append(' ')
                .append(mark.time)
                .append(' ')
                .append(Long.toHexString(mark.crc))
                .append(' ')
                .append(path)
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the files of a release just unpacked to {@code root}, by what the package says of them. */
    void unpacked(Map<String, Mark> brought, Path root) throws IOException {
        try (Folder folder = Folder.open(root)) {
            for (Map.Entry<String, Mark> each : brought.entrySet()) {
                put(each.getKey(), each.getValue().at(folder.path().resolve(each.getKey())));
            }
        }
    }
}
