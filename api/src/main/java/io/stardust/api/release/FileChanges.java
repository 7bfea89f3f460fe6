package io.stardust.api.release;

import io.avaje.jsonb.Json;

/**
 * How the files of a package differ from those of the release before.
 *
 * @param bytes of what is added and changed, unpacked
 * @param downloadBytes of the package that the node fetches unless it has kept it
 */
@Json
public record FileChanges(int added, int changed, int removed, long bytes, long downloadBytes) {}
