package io.stardust.server.app;

import static java.util.Objects.requireNonNullElse;

import io.stardust.server.access.ProjectStore;
import io.stardust.server.access.Projects;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Networks;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apps that come by themselves. Thread-safe. */
public final class Introductions {
    private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);
    private static final long MINUTE_MS = 60_000;

    private final Database db;
    private final Changes changes;
    private final AppKeys keys;
    private final InstantSource clock;
    private final AppStore store = new AppStore();
    private final WaitingApps waiting;

    /** @param steady a clock that only goes forward */
    public Introductions(Database db, Changes changes, AppKeys keys, InstantSource clock, InstantSource steady) {
        this.db = db;
        this.changes = changes;
        this.keys = keys;
        this.clock = clock;
        this.waiting = new WaitingApps(steady);
    }

    /**
     * Who comes.
     *
     * @param displayName null: none
     * @param project the name of the project that it wants to arrive in; null or unknown: the first one
     * @param address where it comes from
     * @param secret what it wants its key to be; null: none, or one that nobody can read
     * @param keyed whether it gets a key at all
     */
    public record Newcomer(
            String name,
            @Nullable String displayName,
            @Nullable String project,
            String address,
            @Nullable String secret,
            boolean keyed) {}

    /** An app and the secret that was made for it; null when it brought its own, has one or waits. */
    public record Arrived(App app, @Nullable String secret) {
        @Override
        public String toString() {
            return "Arrived[" + app.name() + "]";
        }
    }

    /** The app of that name. */
    public Optional<App> known(String name) {
        return db.read(sql -> store.named(sql, name));
    }

    /**
     * Makes an app for one that nobody knows.
     *
     * @param approved false: it waits for somebody to let it in
     * @throws io.stardust.protocol.Envelope.Refused 400 when the name is none; 403 and 429 when too many wait or come
     */
    public Arrived arrive(Newcomer newcomer, boolean approved) {
        String name = Bounds.name("AppId", newcomer.name());
        String sender = Networks.sender(newcomer.address());
        waiting.knock(sender);
        Arrived arrived = changes.write("app:new " + name, tx -> {
            Optional<App> meanwhile = store.named(tx.sql(), name);
            if (meanwhile.isPresent()) return new Arrived(meanwhile.get(), null);
            if (approved) waiting.requireRoom(tx);
            else waiting.makeRoom(tx, sender);
            long project = ProjectStore.named(tx.sql(), requireNonNullElse(newcomer.project(), ""))
                    .orElse(Projects.DEFAULT);
            App app = App.arrived(
                    tx.nextId("app"),
                    project,
                    name,
                    newcomer.displayName(),
                    approved,
                    sender,
                    tx.now().toEpochMilli());
            store.insert(tx.sql(), app);
            tx.record(approved ? "app.registered" : "app.asked", project, app.id(), null, app.view());
            if (!approved || !newcomer.keyed()) return new Arrived(app, null);
            String secret = keys.issue(tx, app, newcomer.secret()).secret();
            return new Arrived(app, newcomer.secret() == null ? secret : null);
        });
        LOG.info(
                "app {} {}: {} from {}",
                arrived.app().id(),
                name,
                approved ? "registered" : "asks to come in",
                newcomer.address());
        return arrived;
    }

    /** The door was opened since this app began to wait. */
    public App letIn(App app) {
        return changes.write("system", tx -> {
            App before = store.find(tx.sql(), Visible.everything(), app.id()).orElse(app);
            if (before.approved()) return before;
            App after = before.letIn(true, tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("app.approved", after.projectId(), after.id(), before.view(), after.view());
            return after;
        });
    }

    /**
     * Makes the first key of an app that came by itself, with its first login; later there is no secret in it.
     *
     * @param brought what it wants its key to be; null: none
     */
    public Arrived firstKey(App app, @Nullable String brought) {
        return changes.write(app.actor(), tx -> {
            long now = tx.now().toEpochMilli();
            boolean first = store.find(tx.sql(), Visible.everything(), app.id())
                    .filter(there -> there.lastLoginAt() == null)
                    .isPresent();
            if (!first) return new Arrived(app, null);
            store.loggedIn(tx.sql(), app.id(), now);
            String secret = keys.issue(tx, app, brought).secret();
            return new Arrived(app, brought == null ? secret : null);
        });
    }

    /** It waits and has asked again; its row is touched once a minute. */
    public void asked(App app) {
        long now = clock.millis();
        if (app.askedAt() != null && app.askedAt() > now - MINUTE_MS) return;
        db.write(sql -> {
            store.asked(sql, app.id(), now);
            return null;
        });
    }

    /** It has shown a key: from now on it has to, each time. */
    public void proved(App app) {
        if (app.secretProved()) return;
        changes.write(app.actor(), tx -> {
            App before = store.find(tx.sql(), Visible.everything(), app.id()).orElse(app);
            if (before.secretProved()) return before;
            App after = before.proved(tx.now().toEpochMilli());
            store.update(tx.sql(), after);
            tx.record("app.updated", after.projectId(), after.id(), before.view(), after.view());
            return after;
        });
    }

    /** It has logged in; its row says so once a minute. */
    public void loggedIn(App app) {
        long now = clock.millis();
        if (app.lastLoginAt() != null && app.lastLoginAt() > now - MINUTE_MS) return;
        db.write(sql -> {
            store.loggedIn(sql, app.id(), now);
            return null;
        });
    }
}
