package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A live item of any app.
 *
 * @param value absent when it is secret
 */
@Json
public record FoundConfigItem(
        long appId,
        String app,
        String key,
        String scope,
        String type,
        @Nullable CharSequence value,
        @Nullable String remark) {}
