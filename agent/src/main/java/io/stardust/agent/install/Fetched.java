package io.stardust.agent.install;

import java.nio.file.Path;

/**
 * A package on this machine whose hash was checked.
 *
 * @param file Below {@code releases/}.
 * @param sha256 64 lower-case hex, of what was read just now.
 * @param size Bytes.
 * @param wasThere True if nothing had to be downloaded.
 * @param moved Bytes that came from the server; the others were in packages that are here.
 */
public record Fetched(Path file, String sha256, long size, boolean wasThere, long moved) {}
