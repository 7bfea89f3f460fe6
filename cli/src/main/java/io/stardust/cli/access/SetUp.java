package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** The body of a set-up; it holds a password. */
@Json
record SetUp(String code, String name, String password) {
    @Override
    public String toString() {
        return "SetUp[" + name + "]";
    }
}
