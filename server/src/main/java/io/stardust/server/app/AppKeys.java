package io.stardust.server.app;

import io.stardust.api.app.AppKeyView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewAppKey;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.SecretProof;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of apps: several at a time, so that a new one is in use before the old one goes. Thread-safe. They are
 * sealed, not hashed: the salted proof of clients needs the plain secret.
 */
public final class AppKeys {
    /** That hold, made for no placement. */
    private static final int PER_APP = 100;

    /** Of one placement that hold beside the newest: an agent that asks again has lost what it was given. */
    private static final int OLDER_OF_PLACEMENT = 3;

    /** Made for one placement within an hour; more are made by an agent that is ill, and each is a row and a change. */
    private static final int MADE_WITHIN_HOUR = 20;

    private static final int SCOPES = 20;
    private static final int SCOPE = 50; // characters
    private static final long FILE_TIME_MS = 2_000;
    private static final Duration ENDED_KEPT = Duration.ofDays(30);
    private static final long MINUTE_MS = 60_000;
    private static final int SECRET_CHARS = 24;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Database db;
    private final Changes changes;
    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AppStore apps = new AppStore();
    private final AppKeyStore store = new AppKeyStore();
    private final Map<Long, Long> used = new ConcurrentHashMap<>(); // when that was written, epoch ms

    public AppKeys(Database db, Changes changes, Secrets secrets, InstantSource clock, RandomGenerator random) {
        this.db = db;
        this.changes = changes;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    /** A key that was made now: its secret, and when it ends; null: never. */
    public record Issued(String secret, @Nullable Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[***, until " + expiresAt + "]";
        }
    }

    /** Keys that have ended are shown for a month. */
    static void keep(Expiry expiry) {
        expiry.keep("app keys", () -> ENDED_KEPT, AppKeyStore::expire);
    }

    List<AppKeyView> page(Caller caller, long appId, long cursor, int limit) {
        return db.read(sql -> {
            App app = apps.find(sql, caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
            caller.require(Role.OPERATOR, app.projectId());
            return store.page(sql, appId, cursor, limit).stream()
                    .map(AppKey::view)
                    .toList();
        });
    }

    MadeAppKey create(Caller caller, long appId, NewAppKey wanted) {
        String name = Check.text("name", wanted.name(), 100);
        @Nullable Integer days = wanted.expiresInDays();
        int checked = Check.number("expiresInDays", days, 0, 1, 3_650);
        boolean ingest = Boolean.TRUE.equals(wanted.ingest());
        @Nullable String scopes = ingest ? "" : scopes(wanted.scopes());
        String secret = text();
        String[] token = {secret};
        AppKey made = changes.write(caller.actor(), tx -> {
            App app = apps.find(tx.sql(), caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
            caller.require(Role.ADMIN, app.projectId());
            long there = store.holding(tx.sql(), appId, tx.now().toEpochMilli()).stream()
                    .filter(key -> key.placementId() == null)
                    .count();
            if (there >= PER_APP) {
                throw new Conflict("app %s has %d keys; revoke some first".formatted(app.name(), there));
            }
            @Nullable Instant end = days == null ? null : tx.now().plus(Duration.ofDays(checked));
            if (ingest) token[0] = app.name() + "." + secret;
            return insert(tx, app, new Wanted(name, secret, end, null, scopes, ingest));
        });
        return new MadeAppKey(made.view(), token[0]);
    }

    /** As they are kept. */
    private static @Nullable String scopes(@Nullable List<String> wanted) {
        if (wanted == null) return null;
        if (wanted.size() > SCOPES) throw new Invalid("scopes", wanted.size(), "at most " + SCOPES);
        return wanted.stream()
                .map(each -> Check.text("scopes", each, SCOPE).strip().toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    void revoke(Caller caller, long appId, long id) {
        changes.write(caller.actor(), tx -> {
            App app = apps.find(tx.sql(), caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
            AppKey key = store.find(tx.sql(), caller.visible(), appId, id).orElseThrow(() -> new NotFound("key", id));
            caller.require(Role.ADMIN, app.projectId());
            if (key.revokedAt() != null) throw new Conflict("key %d was revoked already".formatted(id));
            revoke(tx, app, key);
            return key;
        });
    }

    /** Makes a first key for an app that came by itself; with the secret that it brought, if it brought one. */
    public Issued issue(Tx tx, App app, @Nullable String brought) {
        String secret = brought == null ? text() : brought;
        String name = brought == null ? "first login" : "brought along";
        insert(tx, app, new Wanted(name, secret, null, null, "", false)); // nobody said more
        return new Issued(secret, null);
    }

    /**
     * Makes a key of the app for one placement, which holds for {@code life}. The last three keys that the placement
     * had before hold for {@code overlap} longer at most, others no more.
     *
     * @throws NotFound if there is no such app
     * @throws Refused 429 when the placement got too many within an hour
     */
    public Issued issueForPlacement(Tx tx, long appId, long placementId, Duration life, Duration overlap) {
        App app = apps.find(tx.sql(), Visible.everything(), appId).orElseThrow(() -> new NotFound("app", appId));
        long hourAgo = tx.now().minus(Duration.ofHours(1)).toEpochMilli();
        if (store.made(tx.sql(), placementId, hourAgo) >= MADE_WITHIN_HOUR) {
            throw new Refused(
                    429,
                    "placement %d got %d keys within an hour; ask again later"
                            .formatted(placementId, MADE_WITHIN_HOUR));
        }
        long last = tx.now().plus(overlap).toEpochMilli();
        List<AppKey> before = store.ofPlacement(tx.sql(), placementId, tx.now().toEpochMilli()); // the newest first
        for (AppKey older : before.stream().skip(OLDER_OF_PLACEMENT).toList()) revoke(tx, app, older);
        for (AppKey older : before.stream().limit(OLDER_OF_PLACEMENT).toList()) {
            if (older.expiresAt() == null || older.expiresAt() > last) shorten(tx, app, older, last);
        }
        String secret = text();
        Instant end = tx.now().plus(life);
        insert(tx, app, new Wanted("placement " + placementId, secret, end, placementId, null, false));
        return new Issued(secret, end);
    }

    /** True when a key of the placement holds that ends at that time, epoch ms; a file may keep whole seconds alone. */
    public boolean holds(Tx tx, long placementId, long ends) {
        return store.ofPlacement(tx.sql(), placementId, tx.now().toEpochMilli()).stream()
                .anyMatch(key -> key.expiresAt() != null && Math.abs(key.expiresAt() - ends) < FILE_TIME_MS);
    }

    private void shorten(Tx tx, App app, AppKey key, long last) {
        store.expire(tx.sql(), key.id(), last);
        AppKey after = store.find(tx.sql(), Visible.everything(), key.appId(), key.id())
                .orElseThrow();
        tx.record("appKey.updated", app.projectId(), key.id(), key.view(), after.view());
    }

    /** No key of the placement holds from now on; returns how many did. */
    public int revokeOfPlacement(Tx tx, long placementId) {
        List<AppKey> keys = store.ofPlacement(tx.sql(), placementId, tx.now().toEpochMilli());
        for (AppKey key : keys) {
            apps.find(tx.sql(), Visible.everything(), key.appId()).ifPresent(app -> revoke(tx, app, key));
        }
        return keys.size();
    }

    private void revoke(Tx tx, App app, AppKey key) {
        store.revoke(tx.sql(), key.id(), tx.now().toEpochMilli());
        AppKey after =
                store.find(tx.sql(), Visible.everything(), app.id(), key.id()).orElseThrow();
        tx.record("appKey.revoked", app.projectId(), key.id(), key.view(), after.view());
    }

    /** What a key is to be; the fields are {@link AppKey}'s. */
    private record Wanted(
            String name,
            String secret,
            @Nullable Instant end,
            @Nullable Long placementId,
            @Nullable String scopes,
            boolean ingest) {
        @Override
        public String toString() {
            return "Wanted[" + name + "]";
        }
    }

    private AppKey insert(Tx tx, App app, Wanted wanted) {
        @Nullable Instant end = wanted.end();
        var key = new AppKey(
                tx.nextId("app_key"),
                app.id(),
                wanted.name(),
                secrets.seal(wanted.secret()),
                tx.now().toEpochMilli(),
                tx.actor(),
                end == null ? null : end.toEpochMilli(),
                null,
                null,
                wanted.placementId(),
                wanted.scopes(),
                wanted.ingest());
        store.insert(tx.sql(), key);
        tx.record("appKey.created", app.projectId(), key.id(), null, key.view());
        return key;
    }

    /**
     * Which key of the app {@code proof} shows, as {@link SecretProof} has it; empty when it shows none that holds.
     *
     * @param placementId whose keys are looked at first; null: unknown
     */
    public Optional<Long> shown(long appId, String proof, @Nullable Long placementId) {
        long now = clock.millis();
        if (placementId != null) {
            Optional<AppKey> near = first(db.read(sql -> store.ofPlacement(sql, placementId, now)), appId, proof);
            if (near.isPresent()) return near.map(AppKey::id);
        }
        return first(db.read(sql -> store.holding(sql, appId, now)), appId, proof)
                .filter(key -> !key.ingest())
                .map(AppKey::id);
    }

    /**
     * Which key of the app {@code secret} is, also one that can do nothing but send; empty when it is none that holds.
     */
    public Optional<Long> sending(long appId, String secret) {
        long now = clock.millis();
        return first(db.read(sql -> store.holding(sql, appId, now)), appId, secret)
                .map(AppKey::id);
    }

    private Optional<AppKey> first(List<AppKey> keys, long appId, String proof) {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> key.appId() == appId && SecretProof.proves(proof, secrets.open(key.secret()), now))
                .findFirst();
    }

    /** Takes note that a key was used; its row says so once a minute. */
    public void used(long keyId) {
        long now = clock.millis();
        boolean[] due = {false};
        used.compute(keyId, (_, before) -> {
            due[0] = before == null || before + MINUTE_MS <= now;
            return due[0] ? Long.valueOf(now) : before;
        });
        if (!due[0]) return;
        db.write(sql -> {
            store.used(sql, keyId, now);
            return null;
        });
        if (used.size() > 10_000) used.values().removeIf(at -> at + MINUTE_MS <= now);
    }

    private String text() {
        var text = new StringBuilder(SECRET_CHARS);
        for (int i = 0; i < SECRET_CHARS; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }
}
