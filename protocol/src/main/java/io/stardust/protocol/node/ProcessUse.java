package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Ours: what one process uses.
 *
 * @param name As the kernel shows it, at most 15 bytes.
 * @param pid Its number.
 * @param cpu Share of one processor since the look before, so that 2 are two whole processors.
 * @param memory Resident bytes.
 */
@Json(caseInsensitiveKeys = true)
public record ProcessUse(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Pid") long pid,
        @Json.Property("Cpu") double cpu,
        @Json.Property("Memory") long memory) {}
