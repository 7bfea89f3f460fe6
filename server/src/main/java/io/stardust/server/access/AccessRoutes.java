package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.api.access.PasswordChange;
import io.stardust.api.access.PersonView;
import io.stardust.api.access.SessionView;
import io.stardust.api.access.SetUp;
import io.stardust.api.access.SignIn;
import io.stardust.server.access.Sessions.SignedIn;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Set-up, sign-in, sign-out, and the caller's own sessions and password. */
public final class AccessRoutes {
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?");

    private final People people;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final @Nullable String oidcName;

    /** {@code oidcName} is what people call the other place to sign in at; null when there is none. */
    public AccessRoutes(People people, Sessions sessions, SessionCookie cookie, @Nullable String oidcName) {
        this.people = people;
        this.sessions = sessions;
        this.cookie = cookie;
        this.oidcName = oidcName;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/setup", Need.NOTHING, this::state)
                .post("/setup", Need.NOTHING, this::setUp)
                .post("/sessions", Need.NOTHING, this::signIn)
                .delete("/sessions/current", Need.SIGNED_IN, this::signOut)
                .post("/invitations", Need.NOTHING, this::accept)
                .get("/me/sessions", Need.SIGNED_IN, this::mySessions)
                .delete("/me/sessions/{id}", Need.SIGNED_IN, this::endSession)
                .post("/me/password", Need.SIGNED_IN, this::changePassword);
    }

    private Answer state(Call call) {
        return Answer.of(new State(!people.anybody(), oidcName == null ? null : new Elsewhere(oidcName)));
    }

    private Answer setUp(Call call) {
        SetUp body = call.body(SetUp.class);
        Visitor visitor = visitor(call, body.cookie());
        return signedIn(people.setUp(body.code(), body.name(), body.password(), visitor), body.cookie());
    }

    private Answer signIn(Call call) {
        SignIn body = call.body(SignIn.class);
        Visitor visitor = visitor(call, body.cookie());
        return signedIn(people.signIn(body.name(), body.password(), visitor), body.cookie());
    }

    private Answer accept(Call call) {
        Accept body = call.body(Accept.class);
        Visitor visitor = visitor(call, body.cookie());
        return signedIn(people.accept(body.code(), body.password(), visitor), body.cookie());
    }

    /**
     * Another site must not sign its visitors in here as somebody of its choice, which nobody would notice. Over plain
     * HTTP browsers do not say which site asks; but a form cannot send JSON by its name.
     */
    private static Visitor visitor(Call call, @Nullable Boolean wantsCookie) {
        if (Boolean.TRUE.equals(wantsCookie)) {
            String site = call.header("Sec-Fetch-Site").orElse("same-origin");
            if (site.equals("cross-site")) {
                throw new Denied("Sec-Fetch-Site: cross-site (expected: a page of this server)");
            }
            String type = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            if (!JSON.matcher(type).matches()) {
                throw new Denied("Content-Type: not JSON (expected: application/json, when a cookie is asked for)");
            }
        }
        return visitor(call);
    }

    private static Visitor visitor(Call call) {
        return new Visitor(call.address(), call.header("User-Agent").orElse(null));
    }

    private Answer signedIn(SignedIn done, @Nullable Boolean wantsCookie) {
        long expiresAt = done.session().expiresAt();
        PersonView user = done.person().view();
        if (!Boolean.TRUE.equals(wantsCookie)) {
            return Answer.created("/sessions/current", new SessionView(done.token(), expiresAt, user, null));
        }
        var view = new SessionView(null, expiresAt, user, SessionCookie.csrf(done.token()));
        return cookie.put(Answer.created("/sessions/current", view), done.token(), Sessions.HOLDS);
    }

    private Answer signOut(Call call) {
        long session = call.caller().via().sessionId();
        if (session == 0) throw new Conflict("this is no session but an API token; revoke it instead");
        sessions.end(call.caller(), call.caller().userId(), session);
        return cookie.clear(Answer.none());
    }

    private Answer mySessions(Call call) {
        requireSession(call);
        return SessionPages.of(sessions, call.caller().userId(), call);
    }

    private Answer endSession(Call call) {
        requireSession(call);
        sessions.end(call.caller(), call.caller().userId(), call.id("id"));
        return Answer.none();
    }

    /** A token that leaked must not be able to sign its owner out. */
    private static void requireSession(Call call) {
        if (call.caller().via().sessionId() == 0)
            throw new Denied("sessions are for who is signed in, not for a token");
    }

    private Answer changePassword(Call call) {
        PasswordChange body = call.body(PasswordChange.class);
        people.changePassword(call.caller(), body.current(), body.password(), visitor(call));
        return Answer.none();
    }

    /** What a sign-in page must know. */
    @Json
    record State(boolean needed, @Nullable Elsewhere oidc) {}

    /** Another place to sign in at. */
    @Json
    record Elsewhere(String name) {}

    @Json
    record Accept(
            @Nullable String code,
            @Nullable String password,
            @Nullable Boolean cookie) {
        @Override
        public String toString() {
            return "Accept";
        }
    }
}
