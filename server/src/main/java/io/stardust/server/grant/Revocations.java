package io.stardust.server.grant;

import io.stardust.protocol.Json;
import io.stardust.protocol.token.RevokedTokens;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.grant.RevocationStore.Revocation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The service tokens that were ended before their time. Providers verify without asking, so whoever listens is told at
 * once, and whoever was away asks for the list. Thread-safe.
 */
final class Revocations {
    /** The life of a token, and how long after it a provider that cannot reach the server still takes it. */
    private static final Duration KEPT =
            ServiceTokens.LIFE.plus(Duration.ofHours(72)).plus(Duration.ofHours(1));

    private final Database db;
    private final RevocationStore store = new RevocationStore();
    private final InstantSource clock;
    private final Consumer<String> frames;
    private volatile List<Revocation> known = List.of();
    private volatile long version;

    /** @param frames pushes a text frame to every instance that understands it; must not block */
    Revocations(Database db, InstantSource clock, Consumer<String> frames) {
        this.db = db;
        this.clock = clock;
        this.frames = frames;
        this.version = clock.millis();
    }

    static void keep(Expiry expiry) {
        expiry.keep("revocations", () -> KEPT, new RevocationStore()::delete);
    }

    void start() {
        known = db.read(store::all);
    }

    /** Ends every token that {@code app} was given until now, once {@code tx} is on disk. */
    void end(Tx tx, String app) {
        long second = tx.now().getEpochSecond();
        store.put(tx.sql(), new Revocation(app, second), tx.now().toEpochMilli());
        List<Revocation> all = store.all(tx.sql());
        tx.afterCommit(() -> {
            known = all;
            version = Math.max(version + 1, clock.millis());
            frames.accept(RevokedTokens.PREFIX + Json.WIRE.text(list()));
        });
    }

    /** All that are ended. */
    RevokedTokens list() {
        return new RevokedTokens(
                version, known.stream().map(Revocation::toString).toList());
    }

    /** The last second whose tokens of {@code app} are ended; 0 when none are. */
    long endedUntil(String app) {
        for (Revocation one : known) if (one.app().equals(app)) return one.second();
        return 0;
    }
}
