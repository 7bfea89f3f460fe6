package io.stardust.agent.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words for people why a file could not be read, written or moved. */
public final class Trouble {
    /** What the C library says, and what that means here; {@code %s} is the file. */
    private static final String[][] KNOWN = {
        {"no space left", "disk full: no space is left for %s"},
        {"quota exceeded", "disk full: the quota is used up at %s"},
        {"read-only file system", "the disk of %s is read-only"},
        {"operation not permitted", "%s may not be changed (immutable?)"},
        {"permission denied", "no permission for %s"},
        {"resource busy", "%s is a mount point, or in use"},
        {"cross-device link", "%s lies on another disk, or is a mount point"},
        {"name too long", "the name of %s is too long for this disk"},
        {"text file busy", "%s is a program that runs"},
        {"input/output error", "the disk of %s has a fault (input/output error)"},
        {"too many open files", "too many files are open, so %s could not be opened"},
        {"too many links", "%s has too many links"},
        {"symbolic links", "%s leads in a ring of symbolic links"},
        {"not a directory", "%s is no folder"},
        {"is a directory", "%s is a folder"},
        {"stale file handle", "the network disk of %s is gone"},
    };

    private Trouble() {}

    /** One clause without a full stop, such as {@code the disk of /srv/app is read-only}. */
    public static String words(Exception e) {
        boolean wraps = e instanceof UncheckedIOException || e instanceof DirectoryIteratorException;
        if (wraps && e.getCause() instanceof IOException cause) return words(cause);
        if (e instanceof FileSystemException failure) return words(failure);
        String message = e.getMessage();
        if (e instanceof FileNotFoundException && message != null) return message;
        if (!(e instanceof IOException)) return e.toString();
        if (message == null || message.isBlank()) return "input or output failed";
        String known = known(message, "this machine");
        return known == null ? message : known;
    }

    private static String words(FileSystemException e) {
        String file = place(e);
        String reason = e.getReason();
        if (e instanceof NoSuchFileException) return file + " is not there";
        if (e instanceof FileAlreadyExistsException) return "something is at " + file + " already";
        if (e instanceof AccessDeniedException) return "no permission for " + file;
        if (e instanceof DirectoryNotEmptyException) return "folder " + file + " is not empty";
        if (e instanceof NotDirectoryException) return file + " is no folder";
        if (reason == null || reason.isBlank()) return file + " cannot be used";
        String known = known(reason, file);
        return known == null ? file + " " + reason : known;
    }

    private static String place(FileSystemException e) {
        String file = e.getFile();
        String other = e.getOtherFile();
        if (file == null) return other == null ? "this machine" : other;
        return other == null || other.equals(file) ? file : file + " (on its way to " + other + ")";
    }

    private static @Nullable String known(String reason, String file) {
        String lower = reason.toLowerCase(Locale.ROOT);
        for (String[] each : KNOWN) if (lower.contains(each[0])) return each[1].replace("%s", file);
        return null;
    }
}
