package io.stardust.server.config.store;

import org.jspecify.annotations.Nullable;

/**
 * A release without its items. Immutable.
 *
 * @param number counts from 1 within the app
 * @param ofNumber of the old release that it made hold again; null: of none
 * @param changes how many items it set or removed
 * @param createdAt epoch ms
 * @param rolloutId the rollout that carried it; null: none
 */
public record ReleaseRow(
        long number,
        @Nullable Long ofNumber,
        @Nullable String message,
        String author,
        long changes,
        long createdAt,
        @Nullable Long rolloutId) {}
