package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Whose token it is: the answer of {@code GET /OAuth/UserInfo}. */
@Json(caseInsensitiveKeys = true)
public record OAuthUser(
        @Json.Property("Id") long id,
        @Json.Property("Name") String name,
        @Json.Property("DisplayName") @Nullable String displayName,
        @Json.Property("Category") @Nullable String category) {}
