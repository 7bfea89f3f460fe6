package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a service as people see it.
 *
 * @param client the instance, {@code ip@pid} or {@code service@node}
 * @param address where consumers call it; commas between several
 * @param external as seen from outside; absent: none
 * @param origin the address as it was registered
 * @param weight what consumers are told, 0..1000
 * @param ownWeight what the provider says
 * @param enabled false: no consumer is told of it
 * @param draining true: it gets no calls as long as there is another
 * @param leaving true: its agent is about to stop it and leads the calls elsewhere before
 * @param healthy false: it failed three times when the server asked
 * @param health where the server asks; absent: it does not
 * @param healthResult what was wrong the last time; absent: nothing
 * @param checkedAt epoch ms; absent: not yet
 * @param silent true when a sign of life is missing
 * @param shown true when consumers are told of it
 * @param revision of what people said of it
 * @param createdAt epoch ms
 * @param updatedAt epoch ms, when something of it changed last
 */
@Json
public record ProviderView(
        long id,
        long serviceId,
        String service,
        long appId,
        String app,
        String client,
        @Nullable Long nodeId,
        @Nullable String node,
        @Nullable String version,
        String address,
        @Nullable String external,
        @Nullable String origin,
        @Nullable String scope,
        @Nullable String zone,
        @Nullable String tag,
        int weight,
        int ownWeight,
        boolean enabled,
        boolean draining,
        boolean leaving,
        boolean healthy,
        @Nullable String health,
        @Nullable String healthResult,
        @Nullable Long checkedAt,
        boolean silent,
        boolean shown,
        @Nullable Map<String, String> metadata,
        long revision,
        long createdAt,
        long updatedAt) {}
