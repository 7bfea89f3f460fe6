package io.stardust.server;

import io.stardust.protocol.FileFailure;
import io.stardust.server.backup.Restore;
import io.stardust.server.db.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all that the server keeps, held by one server at a time. The lock is the operating system's, so it ends
 * with the process however that ends.
 */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private @Nullable FileChannel lockFile;

    DataFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder if need be and takes it.
     *
     * @throws IllegalStateException if another server has it
     */
    void take() {
        takeUnfinished();
        Path mark = folder.resolve(Restore.MARK);
        if (!Files.exists(mark)) return;
        String words = words(mark);
        close();
        throw new IllegalStateException(
                "data: %s was not filled to the end: %s (expected: run that again from the start; or an empty folder)"
                        .formatted(folder, words));
    }

    /** As {@link #take}, also when something that fills the folder has not ended. */
    void takeUnfinished() {
        try {
            Files.createDirectories(folder, OwnerOnly.folder());
            FileChannel channel = FileChannel.open(
                    folder.resolve("server.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String holder = text(channel);
                channel.close();
                throw new IllegalStateException(
                        "data: %s is in use by another server, process %s (expected: a folder of its own for each; --data chooses)"
                                .formatted(folder, holder));
            }
            lockFile = channel;
            OwnerOnly.repair(folder);
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "data: %s cannot be used: %s (expected: a folder that this user may write to; --data chooses)"
                            .formatted(folder, FileFailure.why(e)),
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static String words(Path mark) {
        try {
            return Files.readString(mark).strip();
        } catch (IOException e) {
            return FileFailure.why(e);
        }
    }

    /** Tells other programs where this server serves: {@code server.port} holds the number while it does. */
    void tellPort(int port) {
        Path part = folder.resolve("server.port.part");
        try {
            Files.deleteIfExists(part);
            OwnerOnly.create(part);
            Files.writeString(part, Integer.toString(port));
            Files.move(part, folder.resolve("server.port"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write %s: %s".formatted(folder.resolve("server.port"), FileFailure.why(e)), e);
        }
    }

    @Override
    public void close() {
        @Nullable FileChannel held = lockFile;
        if (held == null) return;
        lockFile = null;
        try {
            Files.deleteIfExists(folder.resolve("server.port"));
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
