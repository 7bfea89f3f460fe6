package io.stardust.cli.access;

import io.avaje.jsonb.Json;

/** A person. */
@Json
record User(long id, String name, boolean platform) {}
