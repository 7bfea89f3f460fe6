package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an app's config was from one publish to the next. Never changes.
 *
 * @param number counts from 1 within the app
 * @param of number of the release that it made hold again; absent when it published a draft
 * @param message what it was for
 * @param author who published it
 * @param changes how many items it set or removed
 * @param createdAt epoch ms
 * @param rolloutId the rollout that carried it; absent: none
 */
@Json
public record ConfigReleaseView(
        long number,
        @Nullable Long of,
        @Nullable String message,
        String author,
        long changes,
        long createdAt,
        @Nullable Long rolloutId) {}
