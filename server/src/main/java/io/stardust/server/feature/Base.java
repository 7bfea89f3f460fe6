package io.stardust.server.feature;

import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.file.BlobStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every feature is built on.
 *
 * @param data the folder of everything the server keeps
 * @param elapsed milliseconds that no step of the machine's clock moves
 * @param expiry takes note of what is kept for how long
 */
public record Base(
        Path data,
        InstantSource clock,
        LongSupplier elapsed,
        SecureRandom random,
        Database db,
        Changes changes,
        BlobStore blobs,
        Expiry expiry,
        Lifecycle lifecycle) {
    /** Makes it; touches no disk. What it starts comes first in {@code lifecycle}, after what is there already. */
    public static Base of(Path data, InstantSource clock, Lifecycle lifecycle) {
        var db = new Database(data.resolve("stardust.db"));
        var changes = new Changes(db, clock);
        var blobs = new BlobStore(data.resolve("blobs"), clock);
        lifecycle.add("database", db::start, db);
        lifecycle.watchAll(db::loops);
        lifecycle.add("changes", changes::start, changes);
        lifecycle.watch(changes::loop);
        lifecycle.starts("packages", blobs::start);
        return new Base(
                data, clock, elapsed(clock), new SecureRandom(), db, changes, blobs, new Expiry(db, clock), lifecycle);
    }

    /** A clock that is moved by hand measures as it is moved. */
    private static LongSupplier elapsed(InstantSource clock) {
        return clock == InstantSource.system() ? () -> System.nanoTime() / 1_000_000 : clock::millis;
    }
}
