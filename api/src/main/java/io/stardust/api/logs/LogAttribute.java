package io.stardust.api.logs;

import io.avaje.jsonb.Json;

/** A named value that came with a record. Names may occur more than once in a record. */
@Json
public record LogAttribute(String name, String value) {}
