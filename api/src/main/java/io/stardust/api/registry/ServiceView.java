package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A service as people see it.
 *
 * @param name unique on the server, since consumers ask by it
 * @param displayName for people; absent when the name says enough
 * @param enabled false: no consumer is told of its providers
 * @param scoped true: consumers get providers of their own scope, or of none
 * @param singleton true: one provider for each address of an app
 * @param address template in the place of what providers say; absent: none
 * @param extranet true: wildcard hosts stand for the address that the server sees
 * @param health path or URL in the place of what providers say; absent: theirs
 * @param providers how many are registered
 * @param shown how many of them consumers are told of
 * @param consumers how many asked within ten minutes, or listen
 * @param protectedSince epoch ms since when silent providers are kept, because too many went silent; 0: none is
 * @param healthIgnored true when unwell providers are shown, because too many are
 * @param createdAt epoch ms
 */
@Json
public record ServiceView(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        boolean scoped,
        boolean singleton,
        @Nullable String address,
        boolean extranet,
        @Nullable String health,
        int providers,
        int shown,
        int consumers,
        long protectedSince,
        boolean healthIgnored,
        long revision,
        long createdAt) {}
