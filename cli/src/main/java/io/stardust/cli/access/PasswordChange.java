package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** One's own password, the present and the new one. */
@Json
record PasswordChange(String current, String password) {
    @Override
    public String toString() {
        return "PasswordChange";
    }
}
