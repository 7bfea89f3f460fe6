package io.stardust.agent.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may read, write and start what a package brings: as the package says, so that a key stays private. But its owner
 * can always use it, and a file that everybody may write is one that any program on the machine may replace: that is
 * left out.
 */
final class Access {
    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_WRITE = 0020;
    private static final int ALL = 0777;
    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    /** From the lowest bit up. */
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ,
    };

    private Access() {}

    /** The mode of a file; {@code told} by the package, 0 if it does not tell. */
    static int ofFile(int told) {
        return (told & ALL) == 0 ? 0644 : (told & ALL & ~OTHERS_WRITE) | 0400;
    }

    /** The mode of a folder. */
    static int ofFolder(int told) {
        return (told & ALL) == 0 ? 0755 : (told & ALL & ~OTHERS_WRITE) | 0700;
    }

    /** Whether the group may write, which a process's mask usually takes away. */
    static boolean isShared(int mode) {
        return (mode & GROUP_WRITE) != 0;
    }

    static FileAttribute<?>[] attributes(int mode) {
        if (!POSIX) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))};
    }

    static void set(Path path, int mode) throws IOException {
        if (POSIX) Files.setPosixFilePermissions(path, permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) if ((mode & 1 << i) != 0) permissions.add(BITS[i]);
        return permissions;
    }
}
