package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Argument of our command {@code deploy/output}: asks an agent for what an app printed.
 *
 * @param id The placement's.
 * @param after The {@code Next} of an earlier chunk; absent = the last lines.
 * @param lines How many of the last lines when {@code After} is absent; 1..1000, 0 = 100.
 */
@Json(caseInsensitiveKeys = true)
public record OutputQuery(
        @Json.Property("Id") long id,
        @Json.Property("After") @Nullable String after,
        @Json.Property("Lines") int lines) {}
