package io.stardust.protocol.app;

import io.avaje.jsonb.Json;

/**
 * Asks for the key of a placement on the asking node: the body of {@code POST /Deploy/AppKey} (ours).
 *
 * @param ends When the key ends that the agent has, as it was told, epoch ms; 0 or absent: it has none, or wants
 *     another. Whether that key holds is asked from time to time: people revoke keys, and restored servers know nothing
 *     of late ones.
 */
@Json(caseInsensitiveKeys = true)
public record AppKeyQuery(
        @Json.Property("PlacementId") long placementId,
        @Json.Property("Ends") long ends) {}
