package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A member of a project. {@code role} is viewer, operator or admin; {@code createdAt} is epoch ms. */
@Json
public record MemberView(long userId, String name, @Nullable String displayName, String role, long createdAt) {}
