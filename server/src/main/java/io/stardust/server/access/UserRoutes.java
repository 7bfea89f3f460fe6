package io.stardust.server.access;

import io.stardust.api.access.Invitation;
import io.stardust.api.access.MadeUser;
import io.stardust.api.access.NewPassword;
import io.stardust.api.access.NewUser;
import io.stardust.api.access.UserPage;
import io.stardust.api.access.UserPatch;
import io.stardust.api.access.UserView;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;

/** Users, for the platform's administrator: list, make, edit, lock, invite, remove, and their sessions. */
public final class UserRoutes {
    private final Users users;
    private final Sessions sessions;

    public UserRoutes(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/users", Need.PLATFORM, this::list)
                .post("/users", Need.PLATFORM, this::create)
                .get("/users/{id}", Need.PLATFORM, this::show)
                .patch("/users/{id}", Need.PLATFORM, this::edit)
                .delete("/users/{id}", Need.PLATFORM, this::delete)
                .post("/users/{id}/password", Need.PLATFORM, this::resetPassword)
                .post("/users/{id}/invitation", Need.PLATFORM, this::invite)
                .get("/users/{id}/sessions", Need.PLATFORM, this::sessions)
                .delete("/users/{id}/sessions", Need.PLATFORM, this::endSessions);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<UserView> found = users.page(call.query("q").orElse(""), call.cursor(), limit + 1);
        var page = Slice.of(found, limit, UserView::id);
        return Answer.of(new UserPage(page.items(), page.next()));
    }

    private Answer create(Call call) {
        Users.Made made = users.create(call.caller(), call.body(NewUser.class));
        return Answer.created("/users/" + made.user().id(), new MadeUser(made.user(), made.invitation()));
    }

    private Answer show(Call call) {
        UserView user = users.get(call.id("id"));
        return Answer.of(user, user.revision());
    }

    private Answer edit(Call call) {
        UserView after = users.edit(call.caller(), call.id("id"), call.ifMatch(), call.body(UserPatch.class));
        return Answer.of(after, after.revision());
    }

    private Answer delete(Call call) {
        users.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer resetPassword(Call call) {
        users.resetPassword(
                call.caller(), call.id("id"), call.body(NewPassword.class).password());
        return Answer.none();
    }

    private Answer invite(Call call) {
        return Answer.of(new Invitation(users.invite(call.caller(), call.id("id"))));
    }

    private Answer sessions(Call call) {
        Person person = users.person(call.id("id"));
        return SessionPages.of(sessions, person.id(), call);
    }

    private Answer endSessions(Call call) {
        sessions.endAll(call.caller(), users.person(call.id("id")));
        return Answer.none();
    }
}
