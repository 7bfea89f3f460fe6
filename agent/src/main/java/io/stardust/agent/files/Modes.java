package io.stardust.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Who may read what the agent writes: nobody but itself, unless it says otherwise. Where modes exist at all. */
public final class Modes {
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";
    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

    private Modes() {}

    static FileAttribute<?>[] of(String mode) {
        if (!POSIX) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }

    /** Opens a file; one that is made is the agent's alone. Follows no link at its name. */
    public static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all, of(FILE));
    }

    /** Makes an empty file that is the agent's alone, if there is none. */
    public static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, of(FILE));
        } catch (FileAlreadyExistsException _) {
            // as it should be
        }
    }

    /** Makes a folder and those around it, the agent's alone. */
    public static Path makeFolder(Path folder) throws IOException {
        return Files.createDirectories(folder, of(FOLDER));
    }

    /** Makes the folder that {@code file} is to be in, the agent's alone. */
    public static void makeFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) makeFolder(folder);
    }

    /** Changes the mode of a file or folder that is the agent's own, if it is there and has another. */
    public static void set(Path file, String mode) throws IOException {
        if (!POSIX || !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file)) return;
        var wanted = PosixFilePermissions.fromString(mode);
        if (!Files.getPosixFilePermissions(file).equals(wanted)) Files.setPosixFilePermissions(file, wanted);
    }
}
