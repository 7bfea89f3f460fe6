package io.stardust.cli.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is to be sent: what is wrong with it is said before anything is created or asked of the server. */
public final class UploadFile {
    private UploadFile() {}

    /** Its bytes; refuses one that cannot be sent, {@code kind}: what is expected, for people. */
    public static long size(Path file, String kind) {
        if (Files.isDirectory(file)) throw refused(file, "is a folder", kind);
        if (!Files.exists(file)) throw refused(file, "does not exist", kind);
        if (!Files.isRegularFile(file)) throw refused(file, "is no regular file", kind);
        if (!Files.isReadable(file)) throw refused(file, "may not be read by this user", kind);
        try {
            long size = Files.size(file);
            if (size == 0) throw refused(file, "is empty, 0 bytes", kind);
            return size;
        } catch (IOException e) {
            throw refused(file, "is not readable", kind);
        }
    }

    private static Failure refused(Path file, String why, String kind) {
        return Failure.usage("file: %s %s (expected: %s)".formatted(file, why, kind));
    }
}
