package io.stardust.agent.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The few things a swap does to the disk, so that a test can stop it between any two of them. Thread-safe. */
interface Disk {
    /** The real one. */
    Disk REAL = new Disk() {};

    /** Renames a file or a whole folder; never replaces, never copies. */
    default void move(Path from, Path to) throws IOException {
        if (Layout.there(to)) throw new FileAlreadyExistsException(to.toString());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a file so that a reader, also one after a power cut, sees all of it or none of it. */
    default void write(Path file, byte[] bytes) throws IOException {
        Path beside = beside(file);
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(false);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.toAbsolutePath().getParent());
    }

    /** Where the bytes of {@link #write} are until all of them are there; a kill may leave it. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Removes one file if it is there. */
    default void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Removes a file or a folder with all that is in it, if it is there; follows no link. */
    default void deleteTree(Path root) throws IOException {
        if (!Layout.there(root)) return;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE; // somebody else deletes too
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) throw e;
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Brings the names in a folder to the disk, where the system can do that. */
    default void force(@Nullable Path folder) throws IOException {
        if (folder == null || java.io.File.separatorChar == '\\') return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
