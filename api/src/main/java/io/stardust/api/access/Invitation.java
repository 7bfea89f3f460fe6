package io.stardust.api.access;

import io.avaje.jsonb.Json;

/** A path with a one-time code, by which a user chooses a password. */
@Json
public record Invitation(String invitation) {
    @Override
    public String toString() {
        return "Invitation";
    }
}
