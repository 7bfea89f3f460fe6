package io.stardust.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Says in words for people why a file, which the words around it name, could not be read or written. */
public final class FileFailure {
    /** What the C library says, and what that means. */
    private static final String[][] KNOWN = {
        {"no space left", "the disk is full"},
        {"quota exceeded", "the quota of the disk is used up"},
        {"read-only file system", "the disk is read-only"},
        {"operation not permitted", "it may not be changed (immutable?)"},
        {"permission denied", "no permission"},
        {"resource busy", "it is a mount point, or in use"},
        {"name too long", "its name is too long for this disk"},
        {"input/output error", "the disk has a fault (input/output error)"},
        {"too many open files", "too many files are open"},
        {"symbolic links", "it leads in a ring of symbolic links"},
        {"not a directory", "a folder on its way is a file"},
        {"is a directory", "it is a folder"},
        {"stale file handle", "the network disk is gone"},
    };

    private FileFailure() {}

    /** One clause without a full stop, such as {@code the disk is read-only}. */
    public static String why(Exception e) {
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) return why(cause);
        if (e instanceof NoSuchFileException) return "it is not there";
        if (e instanceof AccessDeniedException) return "no permission";
        if (e instanceof FileAlreadyExistsException) return "something is there already";
        if (e instanceof DirectoryNotEmptyException) return "the folder is not empty";
        if (e instanceof NotDirectoryException) return "it is no folder";
        String said = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        if (said == null || said.isBlank()) return "it cannot be used";
        String lower = said.toLowerCase(Locale.ROOT);
        for (String[] each : KNOWN) if (lower.contains(each[0])) return each[1];
        return said;
    }
}
