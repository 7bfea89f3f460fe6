package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What changed of a service (ours). Pushed to subscribers as the text frame {@code service#} followed by this as JSON.
 * It applies to a {@link ServiceState} of a version from {@code from} up to, not including, {@code version}. A client
 * that has an older one reads all again; one that has {@code version} or a newer one leaves it.
 *
 * @param service Its name.
 * @param from The oldest version it leads on from.
 * @param version The version it leads to; several changes may be joined.
 * @param set Providers that came or are otherwise now.
 * @param gone Ids of those that went.
 * @param ack True = answer with {@link ServiceAck} once it is applied: somebody waits until nobody calls a provider.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceDelta(
        @Json.Property("Service") String service,
        @Json.Property("From") long from,
        @Json.Property("Version") long version,
        @Json.Property("Set") List<ServiceModel> set,
        @Json.Property("Gone") List<Long> gone,
        @Json.Property("Ack") boolean ack) {
    /** How the frame begins. */
    public static final String PREFIX = "service#";

    public ServiceDelta {
        set = List.copyOf(set);
        gone = List.copyOf(gone);
    }
}
