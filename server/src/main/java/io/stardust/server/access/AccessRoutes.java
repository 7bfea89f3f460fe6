package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.access.People.SignedIn;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Set-up, sign-in, sign-out, and who am I. */
public final class AccessRoutes {
    private final People people;

    public AccessRoutes(People people) {
        this.people = people;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.post("/setup", Need.NOTHING, this::setUp)
                .post("/sessions", Need.NOTHING, this::signIn)
                .delete("/sessions/current", Need.SIGNED_IN, this::signOut)
                .get("/me", Need.SIGNED_IN, call -> Answer.of(Me.of(call.caller())));
    }

    private Answer setUp(Call call) {
        SetUp body = call.body(SetUp.class);
        return signedIn(people.setUp(body.code(), body.name(), body.password(), call.address()));
    }

    private Answer signIn(Call call) {
        SignIn body = call.body(SignIn.class);
        return signedIn(people.signIn(body.name(), body.password(), call.address()));
    }

    private static Answer signedIn(SignedIn done) {
        var view = new SessionView(
                done.token(), done.session().expiresAt(), done.person().view());
        return Answer.created("/sessions/current", view);
    }

    private Answer signOut(Call call) {
        @Nullable String token = call.bearer();
        if (token == null) throw new Unauthenticated("nobody is signed in");
        people.signOut(call.caller().actor(), token);
        return Answer.none();
    }

    @Json
    record SetUp(
            @Nullable String code,
            @Nullable String name,
            @Nullable String password) {
        @Override
        public String toString() {
            return "SetUp[" + name + "]";
        }
    }

    @Json
    record SignIn(@Nullable String name, @Nullable String password) {
        @Override
        public String toString() {
            return "SignIn[" + name + "]";
        }
    }

    @Json
    record SessionView(String token, long expiresAt, PersonView user) {
        @Override
        public String toString() {
            return "SessionView[" + user + "]";
        }
    }

    /** Who asks; {@code projects} is null for the platform's administrator, who reaches all. */
    @Json
    record Me(
            long id,
            String name,
            boolean platform,
            String actor,
            @Nullable List<Reach> projects) {
        static Me of(Caller caller) {
            List<Reach> reach = caller.roles().entrySet().stream()
                    .map(role -> new Reach(role.getKey(), io.stardust.server.http.Check.word(role.getValue())))
                    .toList();
            return new Me(
                    caller.userId(),
                    caller.name(),
                    caller.platform(),
                    caller.actor(),
                    caller.platform() ? null : reach);
        }
    }

    @Json
    record Reach(long projectId, String role) {}
}
