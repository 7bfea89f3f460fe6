package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an app printed: the Data of the reply to {@code deploy/output}.
 *
 * @param text Whole lines, UTF-8, at most 14,000 bytes, control characters left out; empty when nothing is new.
 * @param next Where to go on; opaque.
 * @param lost True when lines between {@code After} and this text were rotated away.
 */
@Json(caseInsensitiveKeys = true)
public record OutputChunk(
        @Json.Property("Text") @Nullable String text,
        @Json.Property("Next") @Nullable String next,
        @Json.Property("Lost") boolean lost) {}
