package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a node (upstream EventModel, {@code POST /Node/PostEvents}).
 *
 * @param time Epoch ms by the server's clock.
 * @param type {@code info}, {@code alert}, {@code warn}, {@code error}; for the deploy log {@code <name>-<step>}.
 * @param name {@code ServiceController} marks the deploy log.
 * @param remark Human words.
 */
@Json(caseInsensitiveKeys = true)
public record EventModel(
        @Json.Property("Time") long time,
        @Json.Property("Type") @Nullable String type,
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Remark") @Nullable String remark) {}
