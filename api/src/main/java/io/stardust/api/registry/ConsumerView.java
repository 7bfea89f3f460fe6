package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An instance that asks for a service, as people see it.
 *
 * @param client the instance
 * @param minVersion the oldest version it takes; absent: all
 * @param tag words that providers must have; absent: none
 * @param scope of which it wants providers; absent: all
 * @param version of the service's list that it was given last
 * @param current true when there is no newer one
 * @param listens true when it is told of changes
 * @param waitedFor true when a stop waits until it acknowledges that a provider leaves
 * @param since epoch ms, when it asked first
 */
@Json
public record ConsumerView(
        long appId,
        String app,
        String client,
        @Nullable String minVersion,
        @Nullable String tag,
        @Nullable String scope,
        long version,
        boolean current,
        boolean listens,
        boolean waitedFor,
        long since) {}
