package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody's sessions as the people face shows them. */
@Json
record SessionPage(List<SessionInfo> items, @Nullable Long next) {
    /** The page that {@code call} asks for. */
    static Answer of(Sessions sessions, long personId, Call call) {
        int limit = call.limit();
        long current = call.caller().via().sessionId();
        var page = Slice.of(sessions.page(personId, call.cursor(), limit + 1), limit, Session::id);
        return Answer.of(new SessionPage(page.views(session -> SessionInfo.of(session, current)), page.next()));
    }

    /** A sign-in; {@code current} is the one that asks. */
    @Json
    record SessionInfo(
            long id,
            String address,
            @Nullable String userAgent,
            long createdAt,
            long lastSeenAt,
            long expiresAt,
            boolean current) {
        static SessionInfo of(Session session, long current) {
            return new SessionInfo(
                    session.id(),
                    session.address(),
                    session.userAgent(),
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    session.id() == current);
        }
    }
}
