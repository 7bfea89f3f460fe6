package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Check;
import org.jspecify.annotations.Nullable;

/** A member of a project as the people face and the change table show it. */
@Json
record MemberView(long userId, String name, @Nullable String displayName, String role, long createdAt) {
    static MemberView of(MemberStore.Member member) {
        return new MemberView(
                member.userId(), member.name(), member.displayName(), Check.word(member.role()), member.createdAt());
    }
}
