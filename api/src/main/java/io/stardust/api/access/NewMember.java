package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Who becomes a member, by name, and as what: viewer, operator or admin. */
@Json
public record NewMember(@Nullable String name, @Nullable String role) {}
