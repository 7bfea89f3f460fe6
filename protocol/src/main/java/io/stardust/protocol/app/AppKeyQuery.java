package io.stardust.protocol.app;

import io.avaje.jsonb.Json;

/** Asks for the key of a placement on the asking node: the body of {@code POST /Deploy/AppKey} (ours). */
@Json(caseInsensitiveKeys = true)
public record AppKeyQuery(@Json.Property("PlacementId") long placementId) {}
