package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** What a new key seals now. */
@Json
record Rotated(String keyId, int resealed) {}
