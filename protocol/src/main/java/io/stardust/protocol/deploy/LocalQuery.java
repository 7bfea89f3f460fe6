package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Ours: asks an agent about a service of its own file (command {@code deploy/describe}); {@link LocalDetail} answers.
 *
 * @param name Of the service.
 * @param pack True: its folder is measured, and whether it may be packed at all is told.
 */
@Json(caseInsensitiveKeys = true)
public record LocalQuery(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Pack") boolean pack) {}
