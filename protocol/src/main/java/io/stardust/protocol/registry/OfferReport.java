package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of the services of one process: the body of {@code /Deploy/Offer} (ours). Repeated with each
 * heartbeat; takes the place of what was said before of this placement.
 *
 * @param placementId The placement's.
 * @param run Which run of it: the value of {@code STARDUST_RUN} that the process was given.
 * @param services What it offers now; empty = nothing any more.
 * @param ip Addresses of the machine, commas between them.
 * @param ended True when the process of this run has ended: whatever it registered itself goes at once.
 */
@Json(caseInsensitiveKeys = true)
public record OfferReport(
        @Json.Property("PlacementId") long placementId,
        @Json.Property("Run") @Nullable String run,
        @Json.Property("Services") List<OfferedService> services,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("Ended") boolean ended) {
    public OfferReport {
        services = List.copyOf(services);
    }
}
