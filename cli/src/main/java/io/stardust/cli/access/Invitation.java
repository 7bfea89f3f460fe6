package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** A path with a one-time code. */
@Json
record Invitation(String invitation) {
    @Override
    public String toString() {
        return "Invitation";
    }
}
