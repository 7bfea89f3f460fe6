package io.stardust.server.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What owns nodes and apps. {@code createdAt} is in epoch milliseconds. */
@Json
public record ProjectView(long id, String name, @Nullable String displayName, long revision, long createdAt) {}
