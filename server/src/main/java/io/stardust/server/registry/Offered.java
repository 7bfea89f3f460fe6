package io.stardust.server.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider as consumers are told of it, for rooms that tell them in words of another protocol. Immutable.
 *
 * @param id unique on the server, and of this registration only
 * @param client of the instance; unique within service and app
 * @param version of the app; null: unknown
 * @param address where it is called; commas between several
 * @param scope environment label; null: none
 * @param zone where it runs; null: unknown
 * @param weightless true when it is drained, or has no weight
 * @param alone true when no other of its service has a weight either
 * @param leased true when its owner asked for a lease of its own
 * @param createdAt epoch ms
 * @param updatedAt epoch ms, when its owner changed something of it last
 */
public record Offered(
        long id,
        String service,
        long projectId,
        long appId,
        String app,
        String client,
        @Nullable String version,
        String address,
        @Nullable String scope,
        @Nullable String zone,
        boolean weightless,
        boolean alone,
        boolean leased,
        Map<String, String> metadata,
        long createdAt,
        long updatedAt) {
    static Offered of(Provider provider) {
        Registration said = provider.said;
        return new Offered(
                said.id(),
                said.service(),
                said.projectId(),
                said.appId(),
                said.app(),
                said.client(),
                said.version(),
                said.address(),
                said.scope(),
                said.zone(),
                provider.model.weight() == 0,
                false,
                said.lease() > 0,
                said.metadata(),
                said.createdAt(),
                said.updatedAt());
    }

    /** True when it is to get no calls: weight 0 says so as long as there is another. */
    public boolean resting() {
        return weightless && !alone;
    }

    /** The same, of a service none of whose providers has a weight. */
    Offered amongWeightless() {
        return new Offered(
                id,
                service,
                projectId,
                appId,
                app,
                client,
                version,
                address,
                scope,
                zone,
                weightless,
                true,
                leased,
                metadata,
                createdAt,
                updatedAt);
    }
}
