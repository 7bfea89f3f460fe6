package io.stardust.agent.shipping;

import io.avaje.jsonb.Json;
import io.stardust.protocol.Hashes;
import java.util.Arrays;
import java.util.Objects;

/**
 * A digest of a file's first bytes. While it fits, what was read is still there: numbers of files are given again at
 * once, and a file that was emptied may have grown beyond its old size.
 */
@Json(caseInsensitiveKeys = true)
record FilePrint(int length, String digest) {
    static final FilePrint NONE = new FilePrint(0, "");
    /** So many bytes tell enough. */
    static final int BYTES = 1_024;
    /** Fewer may be the same in two logs. */
    private static final int TELLING = 64;

    FilePrint {
        digest = Objects.requireNonNullElse(digest, "");
    }

    /** @param first Of a file, at most {@link #BYTES}. */
    static FilePrint of(byte[] first) {
        return new FilePrint(first.length, Hashes.sha256Hex(first));
    }

    /** Whether a file that begins so may be the one. */
    boolean fits(byte[] first) {
        if (length > first.length || length < 0) return false;
        return length == 0 || Hashes.sha256Hex(Arrays.copyOf(first, length)).equals(digest);
    }

    /** Whether a file that begins so is hardly another one. */
    boolean tells(byte[] first) {
        return length >= TELLING && fits(first);
    }
}
