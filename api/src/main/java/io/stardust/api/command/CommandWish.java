package io.stardust.api.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A person's wish to command a node; times are epoch ms, {@code waitSeconds} how long to wait for the answer. */
@Json
public record CommandWish(
        @Nullable String command,
        @Nullable String argument,
        @Nullable Long startAt,
        @Nullable Long expireAt,
        @Nullable Integer waitSeconds) {}
