package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * All providers of a service at one moment: the answer to {@code /App/SubscribeService} (ours). Unfiltered but for what
 * the asking app may see; the client filters by version, tag and scope.
 *
 * @param service Its name.
 * @param version Grows by one with each change since the server's start; its first value differs from start to start.
 * @param providers In no order.
 * @param protectedSince Epoch ms since when the server keeps providers that it no longer hears of, because too many
 *     went silent at once; 0 = it does not.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceState(
        @Json.Property("Service") String service,
        @Json.Property("Version") long version,
        @Json.Property("Providers") List<ServiceModel> providers,
        @Json.Property("ProtectedSince") long protectedSince) {
    public ServiceState {
        providers = List.copyOf(providers);
    }
}
