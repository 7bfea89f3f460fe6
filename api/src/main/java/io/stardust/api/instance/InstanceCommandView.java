package io.stardust.api.instance;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A command to one instance, as it stands.
 *
 * @param status {@code ready}, {@code processing}, {@code done}, {@code cancelled} or {@code error}
 * @param result what the instance answered, or why the command ended without it
 */
@Json
public record InstanceCommandView(
        long id, String client, String status, @Nullable String result) {}
