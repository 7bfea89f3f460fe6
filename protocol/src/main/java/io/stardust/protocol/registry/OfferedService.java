package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A service that a deployment declares for its process, which needs no SDK (ours). The agent registers it when the
 * process is ready and takes it back before it stops it.
 *
 * @param name The service's.
 * @param port 1..65535; 0 = the placement's port.
 * @param scheme {@code http} when absent.
 * @param tag Words with commas between them; absent = none.
 * @param health Path or URL that the server asks; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record OfferedService(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Port") int port,
        @Json.Property("Scheme") @Nullable String scheme,
        @Json.Property("Tag") @Nullable String tag,
        @Json.Property("Health") @Nullable String health) {}
