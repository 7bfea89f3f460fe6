package io.stardust.server.access;

import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Expiry;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Opens, lists and ends sign-ins. An ending holds from the next request on. Thread-safe. */
public final class Sessions {
    /** How long a sign-in holds. */
    public static final Duration HOLDS = Duration.ofHours(12);

    private final SessionStore store;
    private final Changes changes;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Sessions that have ended stay for a day, so that people can look what they were. */
    public static void keep(Expiry expiry) {
        expiry.keep("sessions", () -> Duration.ofDays(1), SessionStore::expire);
    }

    public Sessions(SessionStore store, Changes changes, Access access, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.changes = changes;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    public SignedIn open(Tx tx, Person person, Visitor visitor) {
        String token = BearerToken.draw(BearerToken.SESSION, random);
        long now = tx.now().toEpochMilli();
        var session = new Session(
                tx.nextId("session"),
                person.id(),
                visitor.address(),
                visitor.userAgent(),
                now,
                now,
                now + HOLDS.toMillis());
        SessionStore.insert(tx.sql(), session, BearerToken.of(token));
        tx.record("session.created", null, session.id(), null, session);
        return new SignedIn(token, session, person);
    }

    List<Session> page(long personId, long after, int limit) {
        return store.page(personId, clock.millis(), after, limit);
    }

    /** Ends one session of {@code personId}. */
    void end(Caller caller, long personId, long id) {
        changes.write(caller.actor(), tx -> {
            Session session = SessionStore.find(tx.sql(), id)
                    .filter(found -> found.userId() == personId)
                    .orElseThrow(() -> new NotFound("session", id));
            SessionStore.delete(tx.sql(), id);
            tx.record("session.deleted", null, id, session, null);
            return id;
        });
        access.forget();
    }

    /** Ends every session of {@code person}. */
    void endAll(Caller caller, Person person) {
        changes.write(caller.actor(), tx -> {
            int ended = SessionStore.deleteOthers(tx.sql(), person.id(), 0);
            if (ended > 0) tx.record("person.signedOut", null, person.id(), person.view(), person.view());
            return ended;
        });
        access.forget();
    }

    /** A fresh sign-in; {@code token} exists nowhere else. */
    public record SignedIn(String token, Session session, Person person) {
        @Override
        public String toString() {
            return "SignedIn[session %d of %s]".formatted(session.id(), person);
        }
    }
}
