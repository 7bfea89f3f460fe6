package io.stardust.protocol.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to command a node (upstream CommandInModel, {@code POST /Node/SendCommand}).
 *
 * @param code The node's code.
 * @param startTime Seconds from now; 0 = at once.
 * @param expire Seconds from now; 0 = never.
 * @param timeout Seconds to wait for the reply; 0 = do not wait.
 */
@Json(caseInsensitiveKeys = true)
public record CommandInModel(
        @Json.Property("Code") @Nullable String code,
        @Json.Property("Command") @Nullable String command,
        @Json.Property("Argument") @Nullable String argument,
        @Json.Property("StartTime") int startTime,
        @Json.Property("Expire") int expire,
        @Json.Property("Timeout") int timeout) {}
