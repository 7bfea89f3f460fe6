package io.stardust.agent.install.fetch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A package on this machine whose hash was checked.
 *
 * @param file Below {@code releases/}.
 * @param sha256 64 lower-case hex, of what was read just now.
 * @param size Bytes.
 * @param wasThere True if nothing had to be downloaded.
 * @param moved Bytes that came from the server; the others were in packages that are here.
 * @param stamp Changes with the file's content; taken before its hash was.
 */
public record Fetched(Path file, String sha256, long size, boolean wasThere, long moved, String stamp) {
    /** Of a file that nobody else can have changed since its hash was taken. */
    Fetched(Path file, String sha256, long size, boolean wasThere, long moved) throws IOException {
        this(file, sha256, size, wasThere, moved, FileStamp.of(file));
    }

    /** Whether the file is still the one whose hash was taken. */
    public boolean isUnchanged() throws IOException {
        return FileStamp.of(file).equals(stamp);
    }
}
