package io.stardust.server.access;

import io.stardust.api.access.SessionInfo;
import io.stardust.api.access.SessionPage;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Call;
import java.util.List;

/** Somebody's sessions as the people face shows them. */
final class SessionPages {
    private SessionPages() {}

    /** The page that {@code call} asks for. */
    static Answer of(Sessions sessions, long personId, Call call) {
        int limit = call.limit();
        long current = call.caller().via().sessionId();
        List<Session> found = sessions.page(personId, call.cursor(), limit + 1);
        boolean more = found.size() > limit;
        List<SessionInfo> items = found.stream()
                .limit(limit)
                .map(session -> info(session, current))
                .toList();
        return Answer.of(new SessionPage(items, more ? items.getLast().id() : null));
    }

    private static SessionInfo info(Session session, long current) {
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
