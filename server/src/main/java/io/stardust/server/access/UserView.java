package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.access.MemberStore.Member;
import io.stardust.server.http.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see them.
 *
 * @param invited true: no password was chosen yet
 * @param source {@code local} or {@code oidc}
 */
@Json
record UserView(
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
    static UserView of(Person person, List<Member> memberships) {
        return new UserView(
                person.id(),
                person.name(),
                person.displayName(),
                person.platform(),
                person.locked(),
                person.isLocal() && person.passwordHash().isEmpty(),
                person.source(),
                person.seenAt(),
                person.createdAt(),
                person.revision(),
                memberships.stream()
                        .filter(member -> member.userId() == person.id())
                        .map(member -> new Belonging(member.projectId(), member.project(), Check.word(member.role())))
                        .toList());
    }

    /** A project that somebody belongs to. */
    @Json
    record Belonging(long id, String name, String role) {}
}
