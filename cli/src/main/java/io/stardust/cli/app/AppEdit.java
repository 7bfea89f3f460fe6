package io.stardust.cli.app;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edit of an app; what is absent stays, an empty text or list clears. */
@Json
record AppEdit(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable List<String> allowAddresses,
        @Nullable List<String> denyAddresses,
        @Nullable String control,
        @Nullable String logClass,
        @Nullable Boolean secretProved) {}
