package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
                .map(project -> Reach.of(project, Objects.requireNonNull(caller.role(project.id()))))
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

    /** Who asks; {@code oidc}: they sign in elsewhere and have no password here. */
    @Json
    record Me(
            long id,
            String name,
            @Nullable String displayName,
            boolean platform,
            String actor,
            @Nullable String csrf,
            List<Reach> projects,
            @Nullable Long expiresAt,
            boolean oidc) {
        @Override
        public String toString() {
            return "Me[" + actor + "]";
        }
    }

    /** A project that the caller reaches, and as what. */
    @Json
    record Reach(long id, String name, @Nullable String displayName, String role) {
        static Reach of(ProjectView project, Role role) {
            return new Reach(project.id(), project.name(), project.displayName(), Check.word(role));
        }
    }
}
