package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;

/**
 * A file that the server has made of an app's config for one placement (ours). Its text is fetched by its hash.
 *
 * @param path Below the work directory, with {@code /}.
 * @param sha256 Of its bytes, 64 lower-case hex.
 * @param size Bytes.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigFile(
        @Json.Property("Path") String path,
        @Json.Property("Sha256") String sha256,
        @Json.Property("Size") long size) {}
