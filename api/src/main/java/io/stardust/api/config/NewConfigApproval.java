package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Approves that the draft is published, or that an old release holds again; one of both.
 *
 * @param draft that was looked at, of {@link ConfigApproval}
 * @param number of the release to return to; another person than who approves it does
 */
@Json
public record NewConfigApproval(
        @Nullable String draft, @Nullable Long number) {}
