package io.stardust.agent.install.place;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Asks for room before something is written, and knows a full disk by its error. */
public final class DiskSpace {
    /** What an install leaves free: the apps on this disk have to write too. */
    static final long RESERVE_BYTES = 1 << 20;

    private DiskSpace() {}

    /** Bytes that may be used on the disk of {@code path}, which exists. */
    public static long usable(Path path) {
        return Math.max(0, path.toFile().getUsableSpace() - RESERVE_BYTES);
    }

    /** Throws as a write to a full disk would, before the write. */
    public static void require(Path path, long bytes) throws IOException {
        long usable = usable(path);
        if (bytes > usable) throw new Full(bytes, usable);
    }

    /** ENOSPC and EDQUOT have no exception type of their own; the C library's English words tell. */
    public static boolean isFull(IOException e) {
        if (e instanceof Full) return true;
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    public static Reason words(Path near, IOException e) {
        String folder = String.valueOf(near.getParent());
        if (!(e instanceof Full full)) return Reason.of(Code.DISK_FULL_AT, "folder", folder);
        return Reason.of(Code.DISK_TOO_SMALL, "folder", folder, "needed", full.needed, "usable", full.usable);
    }

    static final class Full extends IOException {
        private static final long serialVersionUID = 1L;

        private final long needed;
        private final long usable;

        Full(long needed, long usable) {
            super(needed + " bytes needed, " + usable + " may be used");
            this.needed = needed;
            this.usable = usable;
        }
    }
}
