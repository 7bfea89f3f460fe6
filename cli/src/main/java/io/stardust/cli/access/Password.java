package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** A password for somebody else. */
@Json
record Password(String password) {
    @Override
    public String toString() {
        return "Password";
    }
}
