package io.stardust.server.access;

import io.stardust.api.access.MemberView;
import io.stardust.server.access.MemberStore.Member;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who belongs to a project, and as what; holds from the next request on. Thread-safe. */
public final class Members {
    private static final int MAX_NAME = 63;

    private final MemberStore store;
    private final Projects projects;
    private final Changes changes;
    private final Access access;

    public Members(MemberStore store, Projects projects, Changes changes, Access access) {
        this.store = store;
        this.projects = projects;
        this.changes = changes;
        this.access = access;
    }

    List<MemberView> page(Caller caller, long project, long after, int limit) {
        projects.get(caller.visible(), project);
        return store.page(project, after, limit).stream().map(Member::view).toList();
    }

    /** Makes somebody a member who is none yet. */
    MemberView add(Caller caller, long project, @Nullable String name, @Nullable String role) {
        String checkedName = Check.text("name", name, MAX_NAME);
        Role checkedRole = Check.choice("role", role, Role.class);
        require(caller, project);
        return written(caller, tx -> {
            Person person = PersonStore.named(tx.sql(), checkedName)
                    .orElseThrow(() -> new Invalid("name", checkedName, "the name of a user"));
            if (MemberStore.find(tx.sql(), project, person.id()).isPresent()) {
                throw new Conflict("%s is a member already; edit the role".formatted(checkedName));
            }
            return put(tx, project, person.id(), checkedRole);
        });
    }

    /**
     * Gives a member another role. Who administers the platform also makes somebody a member so; others by name alone,
     * or they could learn the names of all by counting.
     */
    MemberView set(Caller caller, long project, long userId, @Nullable String role) {
        Role checkedRole = Check.choice("role", role, Role.class);
        require(caller, project);
        return written(caller, tx -> {
            boolean known = caller.platform()
                    ? PersonStore.find(tx.sql(), userId).isPresent()
                    : MemberStore.find(tx.sql(), project, userId).isPresent();
            if (!known) throw new NotFound("user", userId);
            return put(tx, project, userId, checkedRole);
        });
    }

    void remove(Caller caller, long project, long userId) {
        require(caller, project);
        written(caller, tx -> {
            MemberView before = MemberStore.find(tx.sql(), project, userId)
                    .map(Member::view)
                    .orElseThrow(() -> new NotFound("member", userId));
            MemberStore.delete(tx.sql(), project, userId);
            tx.record("membership.deleted", project, userId, before, null);
            return before;
        });
    }

    /** Takes the membership away; nothing is recorded where there is none. */
    public static void drop(Tx tx, long project, long userId) {
        MemberStore.find(tx.sql(), project, userId).map(Member::view).ifPresent(before -> {
            MemberStore.delete(tx.sql(), project, userId);
            tx.record("membership.deleted", project, userId, before, null);
        });
    }

    private void require(Caller caller, long project) {
        projects.get(caller.visible(), project);
        caller.require(Role.ADMIN, project);
    }

    private MemberView written(Caller caller, Changes.Mutation<MemberView> mutation) {
        MemberView done = changes.write(caller.actor(), mutation);
        access.forget();
        return done;
    }

    /** Nothing is written, and nothing recorded, when it is so already. */
    public static MemberView put(Tx tx, long project, long userId, Role role) {
        Optional<Member> before = MemberStore.find(tx.sql(), project, userId);
        if (before.filter(member -> member.role() == role).isPresent())
            return before.get().view();
        MemberStore.put(tx.sql(), project, userId, role, tx.now().toEpochMilli());
        MemberView after = MemberStore.find(tx.sql(), project, userId)
                .map(Member::view)
                .orElseThrow(() -> new NotFound("project", project));
        String kind = before.isEmpty() ? "membership.created" : "membership.updated";
        tx.record(kind, project, userId, before.map(Member::view).orElse(null), after);
        return after;
    }
}
