package io.stardust.server.app;

import io.stardust.api.app.NewApp;
import io.stardust.server.access.Projects;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes, edits and removes apps. Thread-safe. */
public final class Apps {
    private final Database db;
    private final Changes changes;
    private final Projects projects;
    private final UsageCheck use;
    private final AppStore store = new AppStore();

    public Apps(Database db, Changes changes, Projects projects, UsageCheck use) {
        this.db = db;
        this.changes = changes;
        this.projects = projects;
        this.use = use;
    }

    List<App> list(Visible visible, AppFilter filter, long cursor, int limit) {
        return db.read(sql -> store.list(sql, visible, filter, cursor, limit));
    }

    /** The app {@code id}; {@link NotFound} when it is not there, or may not be seen. */
    public App get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("app", id));
    }

    App create(Caller caller, NewApp wanted) {
        long project = project(caller, wanted.projectId());
        return changes.write(caller.actor(), tx -> create(tx, project, wanted.name(), wanted.displayName()));
    }

    /**
     * The project of a thing to be made, of which the caller must be an admin: the default one when none is named.
     *
     * @throws NotFound if there is no such project, or the caller may not see it
     */
    public long project(Caller caller, @Nullable Long named) {
        long project = projects.get(caller.visible(), named == null ? Projects.DEFAULT : named)
                .id();
        caller.require(Role.ADMIN, project);
        return project;
    }

    /** Makes an app within {@code tx}; the caller's right was checked before. */
    public App create(Tx tx, long projectId, @Nullable String name, @Nullable String displayName) {
        String checked = Bounds.name("name", name);
        refuseTaken(tx.sql(), checked);
        long now = tx.now().toEpochMilli();
        var app = new App(
                tx.nextId("app"),
                projectId,
                checked,
                Bounds.line("displayName", displayName, Bounds.DISPLAY_NAME),
                true,
                1,
                now,
                now);
        store.insert(tx.sql(), app);
        tx.record("app.created", projectId, app.id(), null, app.view());
        return app;
    }

    /** The app of that name within {@code tx}, made when there is none. */
    public App findOrCreate(Tx tx, long projectId, String name) {
        @Nullable App known = store.named(tx.sql(), name).orElse(null);
        if (known == null) return create(tx, projectId, name, null);
        if (known.projectId() == projectId) return known;
        throw new Conflict("app %s belongs to another project; name the app by appId".formatted(name));
    }

    /** The app within an open transaction, if it may be seen and is in {@code projectId}. */
    public App inProject(Handle sql, Visible visible, long id, long projectId) {
        return store.find(sql, visible, id)
                .filter(app -> app.projectId() == projectId)
                .orElseThrow(() -> new NotFound("app", id));
    }

    App edit(Caller caller, long id, AppPatch patch, long seen) {
        return changes.write(caller.actor(), tx -> {
            App before = editable(tx, caller, id, seen);
            String name = patch.name() == null ? before.name() : Bounds.name("name", patch.name());
            if (!name.equals(before.name())) refuseTaken(tx.sql(), name);
            var after = new App(
                    id,
                    before.projectId(),
                    name,
                    patch.displayName() == null
                            ? before.displayName()
                            : Bounds.line("displayName", patch.displayName(), Bounds.DISPLAY_NAME),
                    patch.enabled() == null ? before.enabled() : patch.enabled(),
                    before.revision() + 1,
                    before.createdAt(),
                    tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("app.updated", after.projectId(), id, before.view(), after.view());
            return after;
        });
    }

    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            App app = editable(tx, caller, id, -1);
            if (use.used(tx.sql(), id)) {
                throw new Conflict("app %s has deployments; remove them first".formatted(app.name()));
            }
            store.delete(tx.sql(), id);
            return tx.record("app.deleted", app.projectId(), id, app.view(), null);
        });
    }

    private App editable(Tx tx, Caller caller, long id, long seen) {
        App app = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("app", id));
        caller.require(Role.ADMIN, app.projectId());
        if (seen >= 0 && seen != app.revision()) throw new Outdated("app", id, seen, app.revision());
        return app;
    }

    private void refuseTaken(Handle sql, String name) {
        if (store.named(sql, name).isPresent()) {
            throw new Conflict("name: %s is taken by another app".formatted(name));
        }
    }

    /** Tells whether something still belongs to an app; answered by the features above. */
    @FunctionalInterface
    public interface UsageCheck {
        /** True when the app must stay. */
        boolean used(Handle sql, long appId);
    }
}
