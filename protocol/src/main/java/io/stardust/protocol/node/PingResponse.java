package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import io.stardust.protocol.command.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a heartbeat (upstream PingResponse). Numbers are never null.
 *
 * @param time The request's time echoed.
 * @param serverTime Epoch ms.
 * @param period Seconds between heartbeats; 0 = keep.
 * @param token A fresh token when the presented one has less than ten minutes left, else null.
 * @param newServer Address to move to, or null.
 * @param syncTime Seconds between clock corrections; 0 = leave.
 * @param commands Unanswered commands, or null.
 * @param desiredRevision Ours: the newest revision of this node's desired state; a larger one than acted on means:
 *     pull.
 */
@Json(caseInsensitiveKeys = true)
public record PingResponse(
        @Json.Property("Time") long time,
        @Json.Property("ServerTime") long serverTime,
        @Json.Property("Period") int period,
        @Json.Property("Token") @Nullable String token,
        @Json.Property("NewServer") @Nullable String newServer,
        @Json.Property("SyncTime") int syncTime,
        @Json.Property("Commands") @Nullable List<CommandModel> commands,
        @Json.Property("DesiredRevision") long desiredRevision) {}
