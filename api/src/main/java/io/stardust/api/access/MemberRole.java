package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** As what somebody is a member: viewer, operator or admin. */
@Json
public record MemberRole(@Nullable String role) {}
