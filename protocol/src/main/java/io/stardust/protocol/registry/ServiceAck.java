package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;

/**
 * A subscriber has applied a {@link ServiceDelta} that asked for this (ours). Sent over the push channel as the text
 * frame {@code ack#} followed by this as JSON.
 *
 * @param service The service's name.
 * @param version The version that the subscriber has now.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceAck(
        @Json.Property("Service") String service,
        @Json.Property("Version") long version) {
    /** How the frame begins. */
    public static final String PREFIX = "ack#";
}
