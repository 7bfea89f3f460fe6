package io.stardust.server.app;

import io.stardust.api.app.AppView;
import org.jspecify.annotations.Nullable;

/**
 * A business system. Immutable.
 *
 * @param name unique on the server, since apps log in by it
 * @param displayName for people; null when the name says enough
 * @param revision grows with every edit
 */
public record App(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        long revision,
        long createdAt,
        long updatedAt) {
    /** As people see it. */
    AppView view() {
        return new AppView(id, projectId, name, displayName, enabled, revision, createdAt);
    }
}
