package io.stardust.server.access;

import io.avaje.jsonb.Json;

/** A person as the people face shows it. */
@Json
public record PersonView(long id, String name, boolean platform) {}
