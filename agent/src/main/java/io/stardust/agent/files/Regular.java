package io.stardust.agent.files;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plain files where others may write: opened only when that is what they are, so that nobody waits at a pipe. */
public final class Regular {
    private Regular() {}

    /** Opens what {@code file} leads to for reading. */
    public static FileChannel open(Path file) throws IOException {
        if (!Handle.exists()) return FileChannel.open(file, StandardOpenOption.READ);
        try (Handle handle = Handle.target(file)) {
            return open(require(handle, file), file);
        }
    }

    /** The first bytes of what {@code file} leads to, at most {@code most}. */
    public static byte[] head(Path file, int most) throws IOException {
        try (FileChannel channel = open(file)) {
            return Channels.newInputStream(channel).readNBytes(most);
        }
    }

    /** All bytes of {@code file}, at most {@code most}; links as at {@link Folder#open}, and none at its name. */
    public static byte[] own(Path file, int most) throws IOException {
        try (Folder folder = Folder.around(file)) {
            String name = String.valueOf(file.getFileName());
            if (folder.attributes(name).isSymbolicLink()) {
                throw new FileSystemException(file.toString(), null, "is a symbolic link");
            }
            if (!Handle.exists()) return head(file, most);
            try (Handle handle = Handle.any(folder.at(name));
                    FileChannel channel = open(require(handle, file), file)) {
                return Channels.newInputStream(channel).readNBytes(most);
            }
        }
    }

    /**
     * Opens what {@code file} leads to for reading, if that is below one of {@code folders}, however it is reached.
     *
     * @return null if it is elsewhere or not there
     * @throws FileSystemException if it is no plain file
     */
    public static @Nullable FileChannel below(Path file, List<Path> folders) throws IOException {
        if (!Handle.exists()) {
            if (!Files.exists(file) || !isBelow(file.toRealPath(), folders)) return null;
            require(Files.isRegularFile(file), file);
            return FileChannel.open(file, StandardOpenOption.READ);
        }
        try (Handle handle = Handle.target(file)) {
            if (handle == null || !isBelow(handle.place(), folders)) return null;
            require(Files.isRegularFile(handle.path()), file);
            return open(handle, file);
        }
    }

    private static void require(boolean plain, Path file) throws IOException {
        if (!plain) throw new FileSystemException(file.toString(), null, "is no file");
    }

    private static boolean isBelow(Path real, List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) return true;
        }
        return false;
    }

    /** Opens the plain file of that name in {@code folder}. */
    static FileChannel in(Folder folder, String name) throws IOException {
        Path shown = folder.shown(name);
        require(folder.attributes(name).isRegularFile(), shown);
        if (!Handle.exists()) {
            return FileChannel.open(folder.at(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        }
        try (Handle handle = Handle.any(folder.at(name))) {
            return open(require(handle, shown), shown);
        }
    }

    /** Lets everybody start {@code file} who may read it. */
    public static void makeExecutable(Path file) throws IOException {
        if (!Handle.exists()) {
            allow(file);
            return;
        }
        try (Folder folder = Folder.around(file);
                Handle handle = Handle.any(folder.at(String.valueOf(file.getFileName())))) {
            allow(require(handle, file).path());
        }
    }

    private static void allow(Path file) throws IOException {
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        modes.add(PosixFilePermission.OWNER_EXECUTE);
        if (modes.contains(PosixFilePermission.GROUP_READ)) modes.add(PosixFilePermission.GROUP_EXECUTE);
        if (modes.contains(PosixFilePermission.OTHERS_READ)) modes.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(file, modes);
    }

    private static Handle require(@Nullable Handle handle, Path file) throws IOException {
        if (handle == null) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) throw new NoSuchFileException(file.toString());
            throw new FileSystemException(file.toString(), null, "cannot be opened");
        }
        if (Files.isRegularFile(handle.path())) return handle;
        throw new FileSystemException(file.toString(), null, "is no plain file");
    }

    private static FileChannel open(Handle handle, Path file) throws IOException {
        try {
            return FileChannel.open(handle.path(), StandardOpenOption.READ);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new java.nio.file.AccessDeniedException(file.toString());
        }
    }
}
