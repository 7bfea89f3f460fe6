package io.stardust.api.access;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project to be made or edited; when editing, what is absent stays. */
@Json
public record ProjectBody(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Boolean requireSignature,
        @Nullable List<String> allowAddresses,
        @Nullable List<String> denyAddresses) {}
