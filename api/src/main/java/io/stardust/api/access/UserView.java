package io.stardust.api.access;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see them.
 *
 * @param invited true: no password was chosen yet
 * @param source {@code local} or {@code oidc}
 * @param lastSeenAt epoch ms; absent: never
 */
@Json
public record UserView(
        long id,
        String name,
        @Nullable String displayName,
        boolean platform,
        boolean locked,
        boolean invited,
        String source,
        @Nullable Long lastSeenAt,
        long createdAt,
        long revision,
        List<Belonging> projects) {
    public UserView {
        projects = Given.list(projects);
    }

    /** A project that somebody belongs to. */
    @Json
    public record Belonging(long id, String name, String role) {}
}
