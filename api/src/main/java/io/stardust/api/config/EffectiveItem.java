package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an app gets for one key.
 *
 * @param value with its references filled in; absent of a secret and of what takes one in, and with a problem
 * @param app whose item it is
 * @param scope of that item; empty: of every scope
 * @param problem why it has no value
 */
@Json
public record EffectiveItem(
        String key,
        @Nullable CharSequence value,
        @Nullable String app,
        @Nullable String scope,
        boolean secret,
        @Nullable String problem) {}
