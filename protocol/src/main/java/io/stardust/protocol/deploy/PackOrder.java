package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Ours: has an agent pack the folder of a service of its own file and send it ({@code POST /Deploy/Package}); the
 * argument of the command {@code deploy/pack}. The text form hides the ticket.
 *
 * @param name Of the service.
 * @param ticket Good for one package of that node, for a while; sent back as the header {@code X-Ticket}.
 * @param maxBytes Of the package, at most.
 */
@Json(caseInsensitiveKeys = true)
public record PackOrder(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Ticket") @Nullable String ticket,
        @Json.Property("MaxBytes") long maxBytes) {
    @Override
    public String toString() {
        return "PackOrder[name=" + name + ", maxBytes=" + maxBytes + "]";
    }
}
