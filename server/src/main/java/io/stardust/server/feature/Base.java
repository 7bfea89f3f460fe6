package io.stardust.server.feature;

import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Lease;
import io.stardust.server.db.PostgresSettings;
import io.stardust.server.db.ServerIdentity;
import io.stardust.server.file.BlobStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every feature is built on.
 *
 * @param data the folder of everything the server keeps
 * @param elapsed milliseconds that no step of the machine's clock moves
 * @param expiry takes note of what is kept for how long
 * @param lease held while this server may do what one server of a database does alone
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
        Lease lease,
        HeapTrimmer heap,
        Lifecycle lifecycle) {
    /** The embedded database, in the data folder. */
    public static final String FILE = "stardust.db";

    /**
     * Makes it; touches no disk. What it starts comes first in {@code lifecycle}, after what is there already.
     *
     * @param postgres where the state lies; null: in a file of the data folder
     */
    public static Base of(Path data, @Nullable PostgresSettings postgres, InstantSource clock, Lifecycle lifecycle) {
        Database db = database(data, postgres);
        LongSupplier elapsed = elapsed(clock);
        // never by a clock that is moved by hand: other servers do not see it
        var lease = new Lease(db, Base::machineMillis, new ServerIdentity(data), Lease.Timing.USUAL);
        var changes = new Changes(db, clock);
        var blobs = new BlobStore(data.resolve("blobs"), clock, lease::held);
        lifecycle.add("database", () -> db.start(() -> requireNone(blobs, data)), db);
        lifecycle.watchAll(db::loops);
        var heap = new HeapTrimmer();
        lifecycle.add("heap", heap::start, heap);
        lifecycle.watch(heap::loop);
        lifecycle.add("lease", lease::start, lease);
        lifecycle.watchAll(lease::loops);
        lifecycle.add("changes", changes::start, changes);
        lifecycle.watch(changes::loop);
        lifecycle.starts("packages", blobs::start);
        return new Base(
                data,
                clock,
                elapsed,
                new SecureRandom(),
                db,
                changes,
                blobs,
                new Expiry(db, clock, lease),
                lease,
                heap,
                lifecycle);
    }

    /** The database of the server with this data folder, not started. */
    public static Database database(Path data, @Nullable PostgresSettings postgres) {
        return postgres == null ? Database.in(data.resolve(FILE)) : Database.at(postgres);
    }

    /** Packages that no row names are swept: beside an empty database all of them would go. */
    private static void requireNone(BlobStore blobs, Path data) {
        if (blobs.isEmpty()) return;
        throw new IllegalStateException(
                "database.url: the database is empty, but %s holds packages of another one (expected: the database that belongs to them; 'stardust server copy' moves one; or an empty data folder)"
                        .formatted(data));
    }

    /** A clock that is moved by hand measures as it is moved. */
    private static LongSupplier elapsed(InstantSource clock) {
        return clock == InstantSource.system() ? Base::machineMillis : clock::millis;
    }

    private static long machineMillis() {
        return System.nanoTime() / 1_000_000;
    }
}
