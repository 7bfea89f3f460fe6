package io.stardust.server.access;

import io.stardust.api.access.ProjectBody;
import io.stardust.api.access.ProjectView;
import io.stardust.api.access.ProjectView.Counts;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and edits projects. Thread-safe. */
public final class Projects {
    /** The project that is there from the beginning. */
    public static final long DEFAULT = 1;

    private static final int MAX_DISPLAY_NAME = 200;

    private final ProjectStore store;
    private final Changes changes;
    private final Access access;

    public Projects(ProjectStore store, Changes changes, Access access) {
        this.store = store;
        this.changes = changes;
        this.access = access;
    }

    /** Those that {@code caller} may see, by id, each with the caller's role and how much it owns. */
    List<ProjectView> page(Caller caller, String part, long after, int limit) {
        return shown(caller, store.page(caller.visible(), part, after, limit));
    }

    ProjectView show(Caller caller, long id) {
        return shown(caller, List.of(get(caller.visible(), id))).getFirst();
    }

    private List<ProjectView> shown(Caller caller, List<ProjectView> projects) {
        Map<Long, Counts> counts =
                store.counts(projects.stream().map(ProjectView::id).toList());
        return projects.stream()
                .map(project -> {
                    @Nullable Role role = caller.role(project.id());
                    return project.as(
                            role == null ? null : Check.word(role), counts.getOrDefault(project.id(), Counts.NONE));
                })
                .toList();
    }

    /**
     * Returns a project.
     *
     * @throws NotFound if there is none that {@code visible} shows
     */
    public ProjectView get(Visible visible, long id) {
        return store.find(visible, id).orElseThrow(() -> new NotFound("project", id));
    }

    ProjectView create(Caller caller, ProjectBody wanted) {
        String name = Check.name("name", wanted.name());
        @Nullable String displayName = Check.optionalLine("displayName", wanted.displayName(), MAX_DISPLAY_NAME);
        return changes.write(caller.actor(), tx -> {
            requireFree(ProjectStore.taken(tx.sql(), name, 0), name);
            var made = new ProjectView(
                    tx.nextId("project"),
                    name,
                    displayName,
                    Boolean.TRUE.equals(wanted.requireSignature()),
                    addresses("allowAddresses", wanted.allowAddresses(), List.of()),
                    addresses("denyAddresses", wanted.denyAddresses(), List.of()),
                    1,
                    tx.now().toEpochMilli());
            ProjectStore.insert(tx.sql(), made);
            tx.record("project.created", made.id(), made.id(), null, made);
            return made;
        });
    }

    /** {@code seen} is the revision that the edit was made from, -1 to overwrite. */
    ProjectView edit(Caller caller, long id, long seen, ProjectBody edit) {
        return changes.write(caller.actor(), tx -> {
            ProjectView before =
                    ProjectStore.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("project", id));
            caller.require(Role.ADMIN, id);
            if (seen >= 0 && seen != before.revision()) throw new Outdated("project", id, seen, before.revision());
            String name = edit.name() == null ? before.name() : Check.name("name", edit.name());
            requireFree(ProjectStore.taken(tx.sql(), name, id), name);
            @Nullable
            String displayName = edit.displayName() == null
                    ? before.displayName()
                    : Check.optionalLine("displayName", edit.displayName(), MAX_DISPLAY_NAME);
            boolean requireSignature =
                    edit.requireSignature() == null ? before.requireSignature() : edit.requireSignature();
            var after = new ProjectView(
                    id,
                    name,
                    displayName,
                    requireSignature,
                    addresses("allowAddresses", edit.allowAddresses(), before.allowAddresses()),
                    addresses("denyAddresses", edit.denyAddresses(), before.denyAddresses()),
                    before.revision() + 1,
                    before.createdAt());
            ProjectStore.update(tx.sql(), after);
            tx.record("project.updated", id, id, before, after);
            return after;
        });
    }

    /** Removes a project that owns nothing; its members and tokens go with it. */
    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            ProjectView before =
                    ProjectStore.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("project", id));
            if (id == DEFAULT) throw new Conflict("the first project stays: what names none goes there");
            if (ProjectStore.inUse(tx.sql(), id)) {
                throw new Conflict("project %s has nodes or apps; move or remove them first".formatted(before.name()));
            }
            ProjectStore.delete(tx.sql(), id);
            tx.record("project.deleted", id, id, before, null);
            return id;
        });
        access.forget();
    }

    private static List<String> addresses(String field, @Nullable List<String> wanted, List<String> before) {
        return wanted == null ? before : AddressList.items(AddressList.text(field, wanted));
    }

    private static void requireFree(boolean taken, String name) {
        if (taken) throw new Conflict("name: %s (expected: one that no other project has)".formatted(name));
    }
}
