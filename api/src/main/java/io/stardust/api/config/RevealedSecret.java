package io.stardust.api.config;

import io.avaje.jsonb.Json;

/** A secret in plain text. */
@Json
public record RevealedSecret(CharSequence value) {
    /** Without the value. */
    @Override
    public String toString() {
        return "RevealedSecret[]";
    }
}
