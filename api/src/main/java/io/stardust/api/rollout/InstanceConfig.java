package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a running instance of a placement has of its config.
 *
 * @param client {@code service@node}, or {@code ip@pid}
 * @param version of the app, as it says itself; absent: it does not
 * @param release number of its app's config release that it was given last; 0: there was none; absent: it has not asked
 *     since the server started
 * @param gray whether that was with the gray release
 */
@Json
public record InstanceConfig(
        String client, @Nullable String version, @Nullable Long release, boolean gray) {}
