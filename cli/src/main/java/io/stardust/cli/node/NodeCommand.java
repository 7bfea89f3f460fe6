package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An order to a node. Times are epoch ms. */
@Json
record NodeCommand(
        long id,
        long nodeId,
        String command,
        @Nullable String argument,
        String status,
        @Nullable String result,
        int times,
        long createdAt,
        @Nullable String createdBy,
        @Nullable Long startAt,
        @Nullable Long expireAt,
        @Nullable Long finishedAt) {}
