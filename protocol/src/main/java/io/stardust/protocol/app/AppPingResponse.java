package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import io.stardust.protocol.command.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an instance's heartbeat (upstream PingResponse). Numbers are never null.
 *
 * @param time The request's time echoed.
 * @param serverTime Epoch ms.
 * @param period Seconds between heartbeats; 0 = keep.
 * @param token A fresh token when the presented one has less than ten minutes left, else null.
 * @param newServer Address to move to, or null.
 * @param commands Unanswered commands, or null.
 * @param serviceToken Ours: the one to show from now on, a fresh one once half of the last one's life is over; null =
 *     none.
 */
@Json(caseInsensitiveKeys = true)
public record AppPingResponse(
        @Json.Property("Time") long time,
        @Json.Property("ServerTime") long serverTime,
        @Json.Property("Period") int period,
        @Json.Property("Token") @Nullable String token,
        @Json.Property("NewServer") @Nullable String newServer,
        @Json.Property("Commands") @Nullable List<CommandModel> commands,
        @Json.Property("ServiceToken") @Nullable String serviceToken) {}
