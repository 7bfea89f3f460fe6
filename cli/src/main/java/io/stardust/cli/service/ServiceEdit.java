package io.stardust.cli.service;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a service; what is absent stays, an empty text clears. */
@Json
record ServiceEdit(
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable Boolean scoped,
        @Nullable Boolean singleton,
        @Nullable String address,
        @Nullable Boolean extranet,
        @Nullable String health) {
    static ServiceEdit enabled(boolean enabled) {
        return new ServiceEdit(null, enabled, null, null, null, null, null);
    }
}
