package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise with one item.
 *
 * @param before its value; absent when there was none, and of a secret
 * @param after its value; absent when there is none, and of a secret
 * @param kind {@code added}, {@code changed} or {@code removed}
 * @param secret whether the values are not shown
 */
@Json
public record ConfigDifference(
        String key,
        String scope,
        String kind,
        @Nullable CharSequence before,
        @Nullable CharSequence after,
        boolean secret) {}
