package io.stardust.api.access;

import io.avaje.jsonb.Json;

/**
 * What a new key seals.
 *
 * @param keyId of the new key
 * @param resealed how many secrets it seals now: all there are
 */
@Json
public record Rotated(String keyId, int resealed) {}
