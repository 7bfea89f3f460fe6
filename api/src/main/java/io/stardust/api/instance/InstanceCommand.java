package io.stardust.api.instance;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A command to instances of an app.
 *
 * @param client the one that is meant; absent: all
 * @param command its name as the app knows it
 * @param argument JSON as text, or plain text
 * @param expire seconds for which it is good, 1–3000; absent: 600
 * @param patience how long to wait for the answers, 0–30; absent: 0
 */
@Json
public record InstanceCommand(
        @Nullable String client,
        @Nullable String command,
        @Nullable String argument,
        @Nullable Integer expire,
        @Json.Property("wait") @Nullable Integer patience) {}
