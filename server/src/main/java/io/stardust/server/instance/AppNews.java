package io.stardust.server.instance;

import io.avaje.jsonb.Json;

/** How many instances of an app are there, for those who watch. {@code id} is the app's. */
@Json
public record AppNews(long id, long projectId, long instances) {}
