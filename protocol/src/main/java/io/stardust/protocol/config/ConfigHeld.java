package io.stardust.protocol.config;

import io.avaje.jsonb.Json;

/**
 * An instance has applied a {@link ConfigChange} (ours). Sent over the push channel as the text frame {@code config#}
 * followed by this as JSON.
 *
 * @param version The version that it has now.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigHeld(@Json.Property("Version") long version) {}
