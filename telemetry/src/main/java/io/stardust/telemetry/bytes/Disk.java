package io.stardust.telemetry.bytes;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** How files are opened for writing; tests give one that is full. Thread-safe. */
@FunctionalInterface
public interface Disk {
    /** The file system as it is. */
    Disk REAL = FileChannel::open;

    FileChannel open(Path path, OpenOption... options) throws IOException;

    /** Writes all of {@code length} bytes from {@code start} at {@code position}. */
    static void write(FileChannel channel, long position, byte[] bytes, int start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
        long at = position;
        while (buffer.hasRemaining()) at += channel.write(buffer, at);
    }

    /** Reads {@code length} bytes at {@code position}. */
    static byte[] read(FileChannel channel, long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > channel.size() - length) {
            throw new DamagedData(length + " bytes at " + position + " of a file of " + channel.size());
        }
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) throw new EOFException("the file ended at " + at);
            at += read;
        }
        return bytes;
    }

    /** Makes {@code file} hold {@code bytes}, whole or not at all, whatever happens. */
    static void replace(Disk disk, Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = disk.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, 0, bytes, 0, bytes.length);
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(folderOf(file));
    }

    /** The folder in which {@code file} lies. */
    static Path folderOf(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /** Makes names in {@code folder} outlast a loss of power. Windows has no such thing and needs none. */
    static void forceFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) return;
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
