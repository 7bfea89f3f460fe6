package io.stardust.server.app;

import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import java.time.InstantSource;
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

    /** @param keyEnds when keys end that were asked for, epoch ms */
    private record Held(long version, App app, Rules rules, Map<Long, Long> keyEnds) {}

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
        @Nullable Held known = held(id).orElse(null);
        if (known == null) return false;
        long end = known.keyEnds().computeIfAbsent(keyId, _ -> db.read(sql -> keys.end(sql, id, keyId)));
        return end > clock.millis();
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
