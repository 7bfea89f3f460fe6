package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded of an app's values of one key, in every scope; held at each publish.
 *
 * @param required whether instances have to get a value, an inherited one too, in each scope that the app has items of
 * @param pattern that the whole value fits, in RE2's syntax; absent: none
 * @param schema JSON schema that the value follows, of a JSON or YAML value what is in it; absent: none
 */
@Json
public record ConfigConstraint(
        String key,
        boolean required,
        @Nullable String pattern,
        @Nullable String schema) {
    /** The body of a request: the constraint as it shall be; what is absent is not demanded. */
    @Json
    public record Body(
            @Nullable String key,
            @Nullable Boolean required,
            @Nullable String pattern,
            @Nullable String schema) {}
}
