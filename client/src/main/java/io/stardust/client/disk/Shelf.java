package io.stardust.client.disk;

import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of small files that outlive the process. A file is written beside and renamed, so it is the old one or the
 * new one; on POSIX systems its owner alone may read it. A disk that fails costs what would be kept and nothing else:
 * it is logged when it begins to. Thread-safe; processes that share a folder overwrite each other's files whole.
 */
public final class Shelf {
    /** Bytes of the largest file that is kept or read. */
    public static final int MAX_BYTES = 4 << 20;

    private static final System.Logger LOG = System.getLogger("io.stardust.client");
    private static final int MAX_FILES = 1_000;

    private final Path folder;
    private volatile boolean failing;

    /** Makes nothing yet: the folder comes with the first file. */
    public Shelf(Path folder) {
        this.folder = folder;
    }

    /** The folder {@code name} in this one. */
    public Shelf inner(String name) {
        return new Shelf(folder.resolve(name));
    }

    /** Returns what {@code name} holds; null when it is not there, too large or not readable. */
    public byte @Nullable [] read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.size(file) > MAX_BYTES ? null : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | SecurityException e) {
            LOG.log(Level.WARNING, folder.resolve(name) + " cannot be read: " + why(e));
            return null;
        }
    }

    /**
     * Keeps {@code bytes} as {@code name}. Returns whether they are kept: not when the disk fails or is full of others.
     */
    public synchronized boolean write(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) return false;
        try {
            boolean posix = makeFolder();
            if (!Files.exists(folder.resolve(name)) && count() >= MAX_FILES) return false;
            Path part = folder.resolve(name + "." + ProcessHandle.current().pid() + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, owner(posix, "rw-------"));
            Files.write(part, bytes, StandardOpenOption.WRITE);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failing = false;
            return true;
        } catch (IOException | SecurityException e) {
            Level level = failing ? Level.DEBUG : Level.WARNING;
            failing = true;
            LOG.log(level, folder.resolve(name) + " cannot be written, so it is not kept: " + why(e));
            return false;
        }
    }

    private boolean makeFolder() throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(folder)) Files.createDirectories(folder, owner(posix, "rwx------"));
        return posix;
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static FileAttribute<?>[] owner(boolean posix, String mode) {
        if (!posix) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }

    private static String why(Exception e) {
        return e instanceof IOException failure ? FileFailure.why(failure) : String.valueOf(e.getMessage());
    }
}
