package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The role in the app's project that somebody needs: {@code viewer}, {@code operator} or {@code admin}.
 *
 * @param read to see values
 * @param edit to edit the draft; at least operator, and what reading takes, as those that follow
 * @param publish to publish, to give a gray release, to approve
 * @param reveal to see a secret
 */
@Json
public record ConfigRoles(String read, String edit, String publish, String reveal) {
    /** The body of a request; what is absent stays. */
    @Json
    public record Body(
            @Nullable String read,
            @Nullable String edit,
            @Nullable String publish,
            @Nullable String reveal) {}
}
