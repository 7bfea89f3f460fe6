package io.stardust.server.config;

import io.stardust.protocol.Printable;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.config.store.UseStore;
import io.stardust.server.config.store.UseStore.KeyRow;
import io.stardust.server.db.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When the keys of apps were last read, and last asked for in vain, as their instances tell. Kept by the hour: what a
 * thousand instances tell every minute is written once. Thread-safe.
 */
final class KeyUse implements Change.Listener, AutoCloseable {
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final long GRAIN = Duration.ofHours(1).toMillis();
    private static final long FORGOTTEN = Duration.ofDays(7).toMillis();
    private static final int MOST_KEYS = 12_000; // of one app
    private static final int MOST_TOLD = 1_000; // at once

    private final Database db;
    private final InstantSource clock;
    private final UseStore store = new UseStore();
    private final Map<Long, Map<String, Times>> apps = new ConcurrentHashMap<>();
    private final Loop loop = Loop.every("config use", ROUND, this::write);

    KeyUse(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Epoch ms; 0: never. */
    private record Times(long used, long missed, boolean written) {}

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** An instance has read {@code used}, and asked for {@code missed} in vain; commas between the keys. */
    void told(long appId, @Nullable String used, @Nullable String missed) {
        if (isNothing(used) && isNothing(missed)) return;
        Map<String, Times> keys = apps.computeIfAbsent(appId, this::read);
        long now = clock.millis();
        for (String key : keys(used)) note(keys, key, now, 0);
        for (String key : keys(missed)) note(keys, key, 0, now);
    }

    private static boolean isNothing(@Nullable String told) {
        return told == null || told.isBlank();
    }

    private static List<String> keys(@Nullable String told) {
        if (told == null) return List.of();
        List<String> keys = new ArrayList<>();
        for (String each : told.split(",", MOST_TOLD + 1)) {
            String key = each.strip();
            boolean fits = !key.isEmpty() && key.length() <= ValueCheck.KEY && Printable.is(key);
            if (fits && keys.size() < MOST_TOLD) keys.add(key);
        }
        return keys;
    }

    private static void note(Map<String, Times> keys, String key, long used, long missed) {
        if (keys.size() >= MOST_KEYS && !keys.containsKey(key)) return;
        keys.merge(key, new Times(used, missed, false), (was, now) -> {
            boolean old = now.used() - was.used() >= GRAIN || now.missed() - was.missed() >= GRAIN;
            if (!old) return was;
            return new Times(Math.max(was.used(), now.used()), Math.max(was.missed(), now.missed()), false);
        });
    }

    private Map<String, Times> read(long appId) {
        Map<String, Times> keys = new ConcurrentHashMap<>();
        for (KeyRow row : db.read(sql -> store.keys(sql, appId))) {
            keys.put(row.name(), new Times(row.usedAt(), row.missedAt(), true));
        }
        return keys;
    }

    /** Of {@code live} keys, those that nobody has read in seven days; none while nobody tells what it reads. */
    List<String> unused(long appId, Set<String> live) {
        Map<String, Times> keys = apps.computeIfAbsent(appId, this::read);
        long since = clock.millis() - FORGOTTEN;
        if (keys.values().stream().noneMatch(times -> times.used() >= since)) return List.of();
        Set<String> unused = new TreeSet<>();
        for (String key : live) {
            @Nullable Times times = keys.get(key);
            if (times == null || times.used() < since) unused.add(key);
        }
        return List.copyOf(unused);
    }

    /** Keys that somebody asked for in vain within seven days and that are not {@code there}. */
    List<String> missing(long appId, Set<String> there) {
        long since = clock.millis() - FORGOTTEN;
        Set<String> missing = new TreeSet<>();
        apps.computeIfAbsent(appId, this::read).forEach((key, times) -> {
            if (times.missed() >= since && !there.contains(key)) missing.add(key);
        });
        return List.copyOf(missing);
    }

    private void write() {
        List<KeyRow> rows = new ArrayList<>();
        apps.forEach((appId, keys) -> keys.forEach((key, times) -> {
            if (!times.written()) rows.add(new KeyRow(appId, key, times.used(), times.missed()));
        }));
        if (rows.isEmpty()) return;
        db.write(sql -> {
            store.put(sql, rows);
            return null;
        });
        for (KeyRow row : rows) {
            @Nullable Map<String, Times> keys = apps.get(row.appId());
            var times = new Times(row.usedAt(), row.missedAt(), false);
            if (keys != null) keys.replace(row.name(), times, new Times(row.usedAt(), row.missedAt(), true));
        }
    }

    @Override
    public void changed(Change change) {
        if (change.kind().equals("app.deleted")) apps.remove(Long.parseLong(change.subjectId()));
    }

    @Override
    public void close() {
        loop.close();
        write();
    }
}
