package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** The body of a sign-in; it holds a password. */
@Json
record SignIn(String name, String password) {
    @Override
    public String toString() {
        return "SignIn[" + name + "]";
    }
}
