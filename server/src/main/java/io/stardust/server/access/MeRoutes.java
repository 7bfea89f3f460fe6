package io.stardust.server.access;

import io.stardust.api.access.Me;
import io.stardust.api.access.Me.Reach;
import io.stardust.api.access.ProjectView;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Objects;

/** Who am I, and what do I reach. */
public final class MeRoutes {
    private static final int PROJECTS = 500;

    private final Users users;
    private final Projects projects;

    public MeRoutes(Users users, Projects projects) {
        this.users = users;
        this.projects = projects;
    }

    /** Adds the route. */
    public void register(Api api) {
        api.get("/me", Need.SIGNED_IN, this::me);
    }

    private Answer me(Call call) {
        Caller caller = call.caller();
        Person person = users.person(caller.userId());
        List<Reach> reach = projects.page(caller, "", 0, PROJECTS).stream()
                .map(project -> reach(project, Objects.requireNonNull(caller.role(project.id()))))
                .toList();
        return Answer.withSecret(new Me(
                person.id(),
                person.name(),
                person.displayName(),
                caller.platform(),
                caller.actor(),
                caller.via().csrf(),
                reach,
                caller.via().expiresAt(),
                !person.isLocal()));
    }

    private static Reach reach(ProjectView project, Role role) {
        return new Reach(project.id(), project.name(), project.displayName(), Check.word(role));
    }
}
