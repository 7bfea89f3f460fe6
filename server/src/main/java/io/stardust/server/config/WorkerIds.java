package io.stardust.server.config;

import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.config.store.UseStore;
import io.stardust.server.config.store.UseStore.WorkerRow;
import io.stardust.server.db.Database;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that no two instances of an app have at once, for ids of the snowflake kind. One that ended, as it said
 * itself or its agent saw, gives its number back; one that was silent keeps it for a day, since it may go on without
 * the server. Numbers that nobody has had come first, then those that were free for longest. Thread-safe.
 */
final class WorkerIds implements InstanceListener {
    /** A config that has this key asks for them; upstream's name. */
    static final String KEY = "NewLife.WorkerId";

    private static final int MOST = 1_023; // ten bits
    private static final long KEPT = Duration.ofDays(1).toMillis();
    private static final long GRAIN = Duration.ofMinutes(10).toMillis();
    private static final int FULL = 503;

    private final Database db;
    private final InstantSource clock;
    private final UseStore store = new UseStore();
    private final Map<Long, Pool> pools = new ConcurrentHashMap<>();

    WorkerIds(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * @param seen when it asked last, epoch ms
     * @param written the same as it is on disk
     */
    private record Held(String client, long seen, long written, boolean free) {}

    /** The numbers of one app; guarded by itself. */
    private static final class Pool {
        final Map<Integer, Held> numbers = new HashMap<>();
        final Map<String, Integer> byClient = new HashMap<>();
    }

    /**
     * The number of {@code who}, on disk before it is told.
     *
     * @throws Refused 503 when all are taken
     */
    int of(Instance who) {
        Pool pool = pools.computeIfAbsent(who.appId(), this::read);
        synchronized (pool) {
            long now = clock.millis();
            @Nullable Integer mine = pool.byClient.get(who.client());
            int number = mine == null ? free(pool, who, now) : mine;
            @Nullable Held was = pool.numbers.get(number);
            long written = mine == null || was == null || was.free() ? 0 : was.written();
            if (now - written >= GRAIN) {
                write(who, number, now);
                written = now;
            }
            pool.numbers.put(number, new Held(who.client(), now, written, false));
            if (mine == null) {
                if (was != null) pool.byClient.remove(was.client(), number); // it may have come back and have another
                pool.byClient.put(who.client(), number);
            }
            return number;
        }
    }

    private static int free(Pool pool, Instance who, long now) {
        int best = 0;
        long oldest = Long.MAX_VALUE;
        for (int number = 1; number <= MOST; number++) {
            @Nullable Held held = pool.numbers.get(number);
            if (held == null) return number;
            boolean over = held.free() || now - held.seen() >= KEPT;
            if (over && held.seen() < oldest) {
                best = number;
                oldest = held.seen();
            }
        }
        if (best == 0) throw new Refused(FULL, "all %,d worker ids of app %s are taken".formatted(MOST, who.app()));
        return best;
    }

    private void write(Instance who, int number, long now) {
        db.write(sql -> {
            store.put(sql, new WorkerRow(who.appId(), number, who.client(), now));
            return null;
        });
    }

    private Pool read(long appId) {
        var pool = new Pool();
        for (WorkerRow row : db.read(sql -> store.workers(sql, appId))) {
            pool.numbers.put(row.number(), new Held(row.client(), row.seenAt(), row.seenAt(), false));
            pool.byClient.put(row.client(), row.number());
        }
        return pool;
    }

    @Override
    public void left(Instance instance, Departure why) {
        if (why != Departure.LOGOUT && why != Departure.ENDED) return;
        @Nullable Pool pool = pools.get(instance.appId());
        if (pool == null) return;
        synchronized (pool) {
            @Nullable Integer number = pool.byClient.remove(instance.client());
            if (number == null) return;
            pool.numbers.computeIfPresent(
                    number, (_, held) -> new Held(held.client(), held.seen(), held.written(), true));
        }
    }

    @Override
    public void came(Instance instance) {}

    @Override
    public void alive(Instance instance) {}

    @Override
    public void linked(Instance instance) {}

    @Override
    public void unlinked(Instance instance) {}
}
