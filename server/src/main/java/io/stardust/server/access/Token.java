package io.stardust.server.access;

import io.stardust.api.access.TokenView;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import org.jspecify.annotations.Nullable;

/**
 * A token of a person for programs, or one that lets nodes in. The text itself is shown once and kept as a hash only.
 *
 * @param projectId the only project it reaches; null: all that the person may
 * @param role in that project, of api tokens; null otherwise
 * @param expiresAt epoch milliseconds; null: never
 * @param lastUsedAt epoch milliseconds, to the minute; null: never
 */
record Token(
        long id,
        Kind kind,
        String name,
        long personId,
        String person,
        @Nullable Long projectId,
        @Nullable Role role,
        long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt) {

    /** What a token is for. */
    enum Kind {
        /** A program asks the people face on behalf of its person. */
        API,
        /** Nodes that bring it are approved at once. */
        ENROL
    }

    TokenView view() {
        return new TokenView(
                id,
                Check.word(kind),
                name,
                projectId,
                role == null ? null : Check.word(role),
                person,
                createdAt,
                expiresAt,
                lastUsedAt);
    }
}
