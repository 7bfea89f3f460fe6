package io.stardust.protocol.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An order to a node or instance (upstream CommandModel), pushed over the socket and repeated in heartbeats until
 * answered.
 *
 * @param id Unique, above 0; a client ignores one it saw in the last hour.
 * @param command Lower case, e.g. {@code deploy/publish}.
 * @param argument JSON as text, or plain text; absent when the command has none.
 * @param startTime Not before; ISO with {@code Z}, or empty.
 * @param expire Not after; ISO with {@code Z}, or empty.
 * @param traceId traceparent; may be absent.
 * @param status See {@link CommandStatus}.
 */
@Json(caseInsensitiveKeys = true)
public record CommandModel(
        @Json.Property("Id") long id,
        @Json.Property("Command") @Nullable String command,
        @Json.Property("Argument") @Nullable String argument,
        @Json.Property("StartTime") @Nullable String startTime,
        @Json.Property("Expire") @Nullable String expire,
        @Json.Property("TraceId") @Nullable String traceId,
        @Json.Property("Status") int status) {}
