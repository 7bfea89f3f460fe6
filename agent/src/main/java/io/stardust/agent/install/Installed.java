package io.stardust.agent.install;

import io.avaje.jsonb.Json;
import java.nio.file.Path;
import java.util.List;

/**
 * What the work directory of one app was last made from; kept on disk, changed together with the work directory.
 *
 * @param name Of the service.
 * @param version Of the release; empty if the server gave none.
 * @param releaseId 0 = the server gave none.
 * @param hash Of the package as the deployment names it (SHA-256, else MD5), lower-case hex.
 * @param sha256 Of the package, 64 lower-case hex.
 * @param directory The work directory, absolute.
 * @param programs Where the program files are, absolute: the work directory, or the shadow directory.
 * @param files Every file of the package, relative to programs, with {@code /}.
 */
@Json
public record Installed(
        String name,
        String version,
        long releaseId,
        String hash,
        String sha256,
        String directory,
        String programs,
        List<String> files) {
    public Installed {
        files = List.copyOf(files);
    }

    /** The work directory. */
    public Path directoryPath() {
        return Path.of(directory);
    }
}
