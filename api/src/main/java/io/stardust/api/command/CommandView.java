package io.stardust.api.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An order as people see it; times are epoch ms.
 *
 * @param status {@code ready}, {@code processing}, {@code done}, {@code cancelled} or {@code error}
 * @param result what the node answered, or why the order ended without it
 * @param times how often it was handed over
 * @param startAt not before; absent: at once
 * @param expireAt not after; absent: it gives up by itself
 */
@Json
public record CommandView(
        long id,
        long nodeId,
        String command,
        @Nullable String argument,
        String status,
        @Nullable String result,
        int times,
        long createdAt,
        String createdBy,
        @Nullable Long startAt,
        @Nullable Long expireAt,
        @Nullable Long finishedAt) {}
