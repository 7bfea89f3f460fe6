package io.stardust.server.app;

import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of an app at each of its calls, kept in memory: whether it may come, from where, and which of its
 * keys hold. Thread-safe. Hears of changes before their writes return, so that what was revoked is revoked.
 */
public final class AppDoor implements Change.Listener {
    private final Database db;
    private final InstantSource clock;
    private final AppStore apps = new AppStore();
    private final AppKeyStore keys = new AppKeyStore();
    private final AppRulesStore rules = new AppRulesStore();
    private final AtomicLong version = new AtomicLong();
    private final Map<Long, Held> held = new ConcurrentHashMap<>();

    public AppDoor(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @param keys that were asked for */
    private record Held(long version, App app, Rules rules, Map<Long, Key> keys) {}

    /**
     * What is known of a key.
     *
     * @param end epoch ms; never is the farthest, and one that was revoked or is not there has ended
     * @param scopes see {@link AppKey#allowed}
     */
    private record Key(long end, @Nullable List<String> scopes) {
        static Key of(AppKey key) {
            return new Key(key.expiresAt() == null ? Long.MAX_VALUE : key.expiresAt(), key.allowed());
        }
    }

    /** From where the apps of a project and one of them may come. */
    record Rules(AddressList allowed, AddressList denied, AddressList allowedHere, AddressList deniedHere) {
        boolean admit(String address) {
            if (denied.matches(address) || deniedHere.matches(address)) return false;
            return (allowed.isEmpty() || allowed.matches(address))
                    && (allowedHere.isEmpty() || allowedHere.matches(address));
        }
    }

    /** The app {@code id}, whoever's. */
    public Optional<App> app(long id) {
        return held(id).map(Held::app);
    }

    /** True when the lists of the app and of its project let it come from {@code address}. */
    public boolean admits(long id, String address) {
        return held(id).filter(known -> known.rules().admit(address)).isPresent();
    }

    /** True when the key holds, or is 0, which stands for none. */
    public boolean holds(long id, long keyId) {
        if (keyId == 0) return true;
        return key(id, keyId).filter(key -> key.end() > clock.millis()).isPresent();
    }

    /**
     * The scopes of the config that may be asked for with that key; null: any; empty: rules say which, as for an app
     * that shows no key, which is 0.
     */
    public @Nullable List<String> scopes(long id, long keyId) {
        if (keyId == 0) return List.of();
        Optional<Key> key = key(id, keyId);
        return key.isEmpty() ? List.of() : key.get().scopes();
    }

    private Optional<Key> key(long id, long keyId) {
        return held(id).map(known -> known.keys()
                .computeIfAbsent(
                        keyId,
                        _ -> db.read(sql -> keys.unrevoked(sql, id, keyId))
                                .map(Key::of)
                                .orElse(new Key(0, List.of()))));
    }

    private Optional<Held> held(long id) {
        long now = version.get();
        @Nullable Held known = held.get(id);
        if (known != null && known.version() == now) return Optional.of(known);
        Optional<Held> read = db.read(sql -> apps.find(sql, Visible.everything(), id)
                .map(app -> new Held(now, app, rules.of(sql, app), new ConcurrentHashMap<>())));
        if (read.isPresent()) held.put(id, read.get());
        else held.remove(id);
        return read;
    }

    @Override
    public void changed(Change change) {
        switch (change.subjectKind()) {
            case "app", "project" -> version.incrementAndGet();
            case "appKey" -> {
                // of a new one nothing is known yet; a fleet gets thousands of them at a time
                if (!change.kind().equals("appKey.created")) version.incrementAndGet();
            }
            default -> {}
        }
    }
}
