package io.stardust.server.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An app as people see it. */
@Json
public record AppView(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        long revision,
        long createdAt) {
    static AppView of(App app) {
        return new AppView(
                app.id(),
                app.projectId(),
                app.name(),
                app.displayName(),
                app.enabled(),
                app.revision(),
                app.createdAt());
    }
}
