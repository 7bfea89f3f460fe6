package io.stardust.protocol.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order (upstream CommandReplyModel).
 *
 * @param id The command's.
 * @param status See {@link CommandStatus}.
 * @param data Result or reason; absent when there is nothing to say.
 */
@Json(caseInsensitiveKeys = true)
public record CommandReplyModel(
        @Json.Property("Id") long id,
        @Json.Property("Status") int status,
        @Json.Property("Data") @Nullable String data) {}
