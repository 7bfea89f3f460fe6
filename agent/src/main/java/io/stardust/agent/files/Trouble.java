package io.stardust.agent.files;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in words for people why a file could not be read, written or moved. */
public final class Trouble {
    private static final String FILE = "file";

    /** What the C library says, and what that means here. */
    private static final Map<String, Code> KNOWN = known();

    private static Map<String, Code> known() {
        Map<String, Code> known = new LinkedHashMap<>();
        known.put("no space left", Code.DISK_FULL);
        known.put("quota exceeded", Code.QUOTA_USED);
        known.put("read-only file system", Code.DISK_READ_ONLY);
        known.put("operation not permitted", Code.FILE_IMMUTABLE);
        known.put("permission denied", Code.NO_PERMISSION);
        known.put("resource busy", Code.FILE_IN_USE);
        known.put("cross-device link", Code.OTHER_DISK);
        known.put("name too long", Code.NAME_TOO_LONG);
        known.put("text file busy", Code.PROGRAM_RUNS);
        known.put("input/output error", Code.DISK_FAULT);
        known.put("too many open files", Code.TOO_MANY_FILES);
        known.put("too many links", Code.TOO_MANY_LINKS);
        known.put("symbolic links", Code.LINK_RING);
        known.put("not a directory", Code.NO_FOLDER);
        known.put("is a directory", Code.IS_FOLDER);
        known.put("stale file handle", Code.DISK_GONE);
        return known;
    }

    private Trouble() {}

    /** One clause without a full stop, such as {@code the disk of /srv/app is read-only}. */
    public static String words(Exception e) {
        return reason(e).text();
    }

    /** The same, for a reader in another language. */
    public static Reason reason(Exception e) {
        boolean wraps = e instanceof UncheckedIOException || e instanceof DirectoryIteratorException;
        if (wraps && e.getCause() instanceof IOException cause) return reason(cause);
        if (e instanceof FileSystemException failure) return reason(failure);
        String message = e.getMessage();
        if (e instanceof FileNotFoundException && message != null) return Reason.said(message);
        if (!(e instanceof IOException)) return Reason.said(e.toString());
        if (message == null || message.isBlank()) return Reason.of(Code.IO_FAILED);
        Reason known = known(message, "this machine");
        return known == null ? Reason.said(message) : known;
    }

    private static Reason reason(FileSystemException e) {
        String file = place(e);
        String reason = e.getReason();
        if (e instanceof NoSuchFileException) return Reason.of(Code.NO_FILE, FILE, file);
        if (e instanceof FileAlreadyExistsException) return Reason.of(Code.FILE_THERE, FILE, file);
        if (e instanceof AccessDeniedException) return Reason.of(Code.NO_PERMISSION, FILE, file);
        if (e instanceof DirectoryNotEmptyException) return Reason.of(Code.FOLDER_NOT_EMPTY, FILE, file);
        if (e instanceof NotDirectoryException) return Reason.of(Code.NO_FOLDER, FILE, file);
        if (reason == null || reason.isBlank()) return Reason.of(Code.FILE_UNUSABLE, FILE, file);
        Reason known = known(reason, file);
        return known == null ? Reason.said(file + " " + reason) : known;
    }

    private static String place(FileSystemException e) {
        String file = e.getFile();
        String other = e.getOtherFile();
        if (file == null) return other == null ? "this machine" : other;
        return other == null || other.equals(file) ? file : file + " (on its way to " + other + ")";
    }

    private static @Nullable Reason known(String said, String file) {
        String lower = said.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Code> each : KNOWN.entrySet()) {
            if (lower.contains(each.getKey())) return Reason.of(each.getValue(), FILE, file);
        }
        return null;
    }
}
