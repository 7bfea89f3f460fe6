package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one running instance of an app has of its config.
 *
 * @param client {@code ip@pid}, or {@code service@node}
 * @param node name of its machine; absent when it is unknown
 * @param scope that it gets values of; empty: of none
 * @param version of the config that it was given last; absent when it has not asked since the server started
 * @param askedAt when it asked last, epoch ms; absent likewise
 * @param current whether that is what it would be given now
 * @param gray whether it is among those that a gray release is for
 * @param release number of the release that it was given last; absent as the version is
 */
@Json
public record ConfigInstanceView(
        String client,
        @Nullable String node,
        String scope,
        @Nullable Long version,
        @Nullable Long askedAt,
        boolean current,
        boolean gray,
        @Nullable Long release) {}
