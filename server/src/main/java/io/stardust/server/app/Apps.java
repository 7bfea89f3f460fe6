package io.stardust.server.app;

import io.stardust.api.app.AppView;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes, edits and removes apps. Thread-safe. */
public final class Apps {
    private final Database db;
    private final Changes changes;
    private final Projects projects;
    private final UsageCheck use;
    private final LongUnaryOperator instances;
    private final LogClassNames logClasses;
    private final InstantSource clock;
    private final AppStore store = new AppStore();

    /** @param instances how many run of an app */
    Apps(
            Database db,
            Changes changes,
            Projects projects,
            UsageCheck use,
            LongUnaryOperator instances,
            LogClassNames logClasses,
            InstantSource clock) {
        this.db = db;
        this.changes = changes;
        this.projects = projects;
        this.use = use;
        this.instances = instances;
        this.logClasses = logClasses;
        this.clock = clock;
    }

    /** @param approved null for all */
    List<App> list(Visible visible, AppFilter filter, @Nullable Boolean approved, long cursor, int limit) {
        return db.read(sql -> store.list(sql, visible, filter, approved, cursor, limit));
    }

    /** Each with how much it has. */
    List<AppView> views(List<App> some) {
        List<Long> ids = some.stream().map(App::id).toList();
        Map<Long, AppView.Counts> counts = db.read(sql -> store.counts(sql, ids, clock.millis()));
        return some.stream()
                .map(app -> {
                    var counted = counts.getOrDefault(app.id(), new AppView.Counts(0, 0, 0));
                    return app.view(
                            logClasses.lack(app.logClass()),
                            new AppView.Counts(counted.deployments(), counted.keys(), instances.applyAsLong(app.id())));
                })
                .toList();
    }

    /** The app {@code id}; {@link NotFound} when it is not there, or may not be seen. */
    public App get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("app", id));
    }

    App create(Caller caller, NewApp wanted) {
        long project = project(caller, wanted.projectId());
        @Nullable String logClass = logClasses.checked("logClass", wanted.logClass());
        return changes.write(caller.actor(), tx -> create(tx, project, wanted.name(), wanted.displayName(), logClass));
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
        return create(tx, projectId, name, displayName, null);
    }

    private App create(
            Tx tx, long projectId, @Nullable String name, @Nullable String displayName, @Nullable String logClass) {
        String checked = Bounds.name("name", name);
        @Nullable String line = Bounds.line("displayName", displayName, Bounds.DISPLAY_NAME);
        makeWay(tx, checked);
        App app = App.made(
                tx.nextId("app"), projectId, checked, line, logClass, tx.now().toEpochMilli());
        store.insert(tx.sql(), app);
        tx.record("app.created", projectId, app.id(), null, app.view());
        return app;
    }

    /** The name is to be used: one that only waits to be let in has no right to it. */
    private void makeWay(Tx tx, String name) {
        @Nullable App known = store.named(tx.sql(), name).orElse(null);
        if (known == null) return;
        if (known.approved()) throw new Conflict("name: %s is taken by another app".formatted(name));
        store.delete(tx.sql(), known.id());
        tx.record("app.deleted", known.projectId(), known.id(), known.view(), null);
    }

    /** The app of that name within {@code tx}, made when there is none that was let in. */
    public App findOrCreate(Tx tx, long projectId, String name) {
        @Nullable App known = store.named(tx.sql(), name).orElse(null);
        if (known == null || !known.approved()) return create(tx, projectId, name, null);
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
            App after = patch.of(before, logClasses, tx.now().toEpochMilli());
            if (!after.name().equals(before.name())) makeWay(tx, after.name());
            store.update(tx.sql(), after);
            tx.record("app.updated", after.projectId(), id, before.view(), after.view());
            return after;
        });
    }

    /** Lets an app in that waits. */
    App approve(Caller caller, long id) {
        return changes.write(caller.actor(), tx -> {
            App before = editable(tx, caller, id, -1);
            if (before.approved()) throw new Conflict("app %s was let in already".formatted(before.name()));
            App after = before.letIn(before.introduced(), tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("app.approved", after.projectId(), id, before.view(), after.view());
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

    /** Tells whether something still belongs to an app; answered by the features above. */
    @FunctionalInterface
    public interface UsageCheck {
        /** True when the app must stay. */
        boolean used(Handle sql, long appId);
    }
}
