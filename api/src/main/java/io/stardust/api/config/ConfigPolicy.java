package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a project demands of all configs of its apps.
 *
 * @param approval whether another person has to approve what is published
 */
@Json
public record ConfigPolicy(boolean approval) {
    /** The body of a request. */
    @Json
    public record Body(@Nullable Boolean approval) {}
}
