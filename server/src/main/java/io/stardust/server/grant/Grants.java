package io.stardust.server.grant;

import io.stardust.api.app.AppView;
import io.stardust.api.grant.GrantView;
import io.stardust.api.grant.NewGrant;
import io.stardust.protocol.Json;
import io.stardust.server.app.App;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.grant.GrantStore.AppRow;
import io.stardust.server.grant.GrantStore.Pair;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which app may call which. Within a project every app may call every other; across projects one must have been let in.
 * All of it is in memory, since every resolution asks. Thread-safe.
 */
public final class Grants implements Change.Listener {
    private static final int NOTE = 500;

    private final Database db;
    private final Changes changes;
    private final Revocations revocations;
    private final GrantStore store = new GrantStore();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Held held = new Held(Map.of(), Map.of());

    Grants(Database db, Changes changes, Revocations revocations) {
        this.db = db;
        this.changes = changes;
        this.revocations = revocations;
    }

    /** What holds: by consumer, the providers and their names. */
    private record Held(Map<Long, Set<Long>> providers, Map<Long, List<String>> names) {
        static Held of(List<Pair> pairs) {
            Map<Long, Set<Long>> providers = new HashMap<>();
            Map<Long, List<String>> names = new HashMap<>();
            for (Pair pair : pairs) {
                providers
                        .computeIfAbsent(pair.consumerAppId(), _ -> new HashSet<>())
                        .add(pair.providerAppId());
                names.computeIfAbsent(pair.consumerAppId(), _ -> new ArrayList<>())
                        .add(pair.providerApp());
            }
            return new Held(providers, names);
        }
    }

    /** Adds what is run after each change of who may call whom; before the server serves. It may only take note. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    void start() {
        held = Held.of(db.read(store::pairs));
    }

    /** Whether an app of one project may call one of another or the same. */
    public boolean mayCall(long consumerAppId, long consumerProjectId, long providerProjectId, long providerAppId) {
        if (consumerProjectId == providerProjectId) return true;
        @Nullable Set<Long> providers = held.providers.get(consumerAppId);
        return providers != null && providers.contains(providerAppId);
    }

    /** The names of the apps of other projects that an app may call, sorted. */
    List<String> granted(long consumerAppId) {
        return List.copyOf(held.names.getOrDefault(consumerAppId, List.of()));
    }

    List<GrantView> list(Visible visible, GrantStore.Filter filter, long cursor, int limit) {
        return db.read(sql -> store.list(sql, visible, filter, cursor, limit));
    }

    GrantView get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("grant", id));
    }

    GrantView create(Caller caller, NewGrant wanted) {
        @Nullable String note = Check.optionalLine("note", wanted.note(), NOTE);
        return changes.write(caller.actor(), tx -> {
            AppRow consumer = app(tx.sql(), caller, "consumerApp", wanted.consumerApp());
            AppRow provider = app(tx.sql(), caller, "providerApp", wanted.providerApp());
            caller.require(Role.ADMIN, provider.projectId());
            if (consumer.projectId() == provider.projectId()) {
                throw new Conflict("%s and %s belong to one project, whose apps may call each other without a grant"
                        .formatted(consumer.name(), provider.name()));
            }
            if (store.isThere(tx.sql(), consumer.id(), provider.id())) {
                throw new Conflict("%s may call %s already".formatted(consumer.name(), provider.name()));
            }
            var grant = new GrantView(
                    tx.nextId("grant"),
                    provider.projectId(),
                    consumer.id(),
                    consumer.name(),
                    consumer.projectId(),
                    provider.id(),
                    provider.name(),
                    note,
                    tx.actor(),
                    tx.now().toEpochMilli());
            store.insert(tx.sql(), grant);
            tx.record("grant.created", grant.projectId(), grant.id(), null, grant);
            learn(tx);
            return grant;
        });
    }

    private AppRow app(Handle sql, Caller caller, String field, @Nullable String name) {
        if (name == null || name.isBlank()) throw new Invalid(field, "missing", "the name of an app");
        return store.app(sql, caller.visible(), name.strip())
                .orElseThrow(
                        () -> new Invalid(field, "there is no app " + Check.shown(name.strip()), "one you may see"));
    }

    /** Takes it back; tokens that it is written in end at once. */
    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            GrantView grant = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("grant", id));
            caller.require(Role.ADMIN, grant.projectId());
            store.delete(tx.sql(), id);
            revocations.end(tx, grant.consumerApp());
            learn(tx);
            return tx.record("grant.deleted", grant.projectId(), id, grant, null);
        });
    }

    /** Ends the service tokens that an app was given; its instances fetch others. */
    void revoke(Caller caller, App app) {
        caller.require(Role.ADMIN, app.projectId());
        changes.write(caller.actor(), tx -> {
            revocations.end(tx, app.name());
            return tx.record("app.tokensRevoked", app.projectId(), app.id(), null, null);
        });
    }

    private void learn(Tx tx) {
        Held now = Held.of(store.pairs(tx.sql()));
        tx.afterCommit(() -> {
            held = now;
            for (Runnable listener : listeners) listener.run();
        });
    }

    /** What an app that is gone or shut out was given ends with it. */
    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "app.deleted" -> shutOut(change.before(), true);
            case "app.updated" -> {
                @Nullable String after = change.after();
                if (after != null && !Json.TOLERANT.read(after, AppView.class).enabled()) shutOut(after, false);
                else if (after != null)
                    changes.write(
                            "system",
                            tx -> { // it may have another name now
                                learn(tx);
                                return true;
                            });
            }
            default -> {}
        }
    }

    private void shutOut(@Nullable String json, boolean gone) {
        if (json == null) return;
        AppView app = Json.TOLERANT.read(json, AppView.class);
        changes.write("system", tx -> {
            if (gone) store.deleteOf(tx.sql(), app.id());
            revocations.end(tx, app.name());
            learn(tx);
            return true;
        });
    }
}
