package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.OpenFolders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The few things a swap does to the disk, so that a test can stop it between any two of them. Any of the folders may be
 * an app's user's, so all goes through {@link Folder}. Thread-safe.
 */
public interface Disk {
    /** The real one. */
    Disk REAL = new Disk() {};

    /** Renames a file or a whole folder; never replaces, never copies. */
    default void move(OpenFolders folders, Path from, Path to) throws IOException {
        folders.move(from, to);
    }

    /**
     * Writes a file so that a reader, also one after a power cut, sees all of it or none of it; for the agent alone.
     */
    default void write(Path file, byte[] bytes) throws IOException {
        String name = name(file);
        String beside = name + ".new"; // a kill may leave it
        try (Folder folder = Folder.around(file)) {
            folder.delete(beside);
            try (FileChannel channel = folder.create(beside, "rw-------")) {
                write(channel, bytes);
                channel.force(false);
            }
            folder.replace(beside, name);
            folder.force();
        }
    }

    /**
     * Writes a file that nobody reads before it is moved to its place; for the agent alone. Its bytes are on the disk
     * then, its name need not be: a swap that a power cut ends before the move is undone without it.
     */
    default void stage(Path file, byte[] bytes) throws IOException {
        try (Folder folder = Folder.around(file);
                FileChannel channel = folder.create(name(file), "rw-------")) {
            write(channel, bytes);
            channel.force(false);
        }
    }

    /** Makes a file that everybody may read, in a folder that anybody may own. */
    default void show(Path file, byte[] bytes) throws IOException {
        try (Folder folder = Folder.around(file);
                FileChannel channel = folder.create(name(file), "rw-r--r--")) {
            write(channel, bytes);
        }
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    /** Removes one file if it is there. */
    default void delete(Path file) throws IOException {
        try (Folder folder = Folder.around(file)) {
            folder.delete(name(file));
        } catch (NoSuchFileException e) {
            return; // not even its folder is
        }
    }

    /** Removes a folder if it is there and empty. */
    default void deleteEmpty(Path folder) throws IOException {
        try (Folder around = Folder.around(folder)) {
            around.deleteEmpty(name(folder));
        } catch (NoSuchFileException e) {
            return; // not even the one around it is
        }
    }

    /** Removes a file or a folder with all that is in it, if it is there; follows no link. */
    default void deleteTree(Path root) throws IOException {
        try (Folder folder = Folder.around(root)) {
            folder.deleteTree(name(root));
        } catch (NoSuchFileException e) {
            return; // not even its folder is
        }
    }

    /** Brings the names in a folder to the disk, where the system can do that. */
    default void force(@Nullable Path folder) throws IOException {
        if (folder == null) return;
        try (Folder open = Folder.open(folder)) {
            open.force();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
