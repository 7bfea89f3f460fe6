package io.stardust.server.release;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.Lease;
import io.stardust.server.file.BlobStore;
import io.stardust.server.release.Manifests.Made;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every stored package again, one after the other and slowly, and says so when one is not what it was: disks rot,
 * people edit. Also tells of packages from before there were manifests what they consist of. Thread-safe.
 */
public final class Scrub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
    private static final String ACTOR = "system";
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;
    private static final int CHUNK = 1 << 20; // bytes
    /** Bytes a second when there is little; more when all would not be read in half the period. */
    private static final long RATE = 16 << 20;

    private final Database db;
    private final Changes changes;
    private final BlobStore blobs;
    private final Manifests manifests;
    private final Supplier<Duration> period;
    private final InstantSource clock;
    private final Lease lease;
    private final ReleaseStore releases = new ReleaseStore();
    private final StoredPackageStore store = new StoredPackageStore();
    private final Loop loop = Loop.of("scrub", this::due, Loop.Round::run);
    private boolean known; // of the loop alone: each package has its manifest

    /** @param period within which each package is read, which each round asks; zero = not now */
    public Scrub(
            Database db,
            Changes changes,
            BlobStore blobs,
            Manifests manifests,
            Supplier<Duration> period,
            InstantSource clock,
            Lease lease) {
        this.db = db;
        this.changes = changes;
        this.blobs = blobs;
        this.manifests = manifests;
        this.period = period;
        this.clock = clock;
        this.lease = lease;
    }

    /** Begins, in the background. */
    public void start() {
        loop.start();
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private Loop.Round due() throws InterruptedException {
        if (!known && lease.held()) return this::learnAll;
        Thread.sleep(PAUSE);
        return lease.held() ? this::round : () -> {};
    }

    private void learnAll() throws InterruptedException {
        known = true; // one attempt each start: what is not known is read again in its time
        for (String sha256 : db.read(store::unknown)) guarded(() -> learn(sha256));
        guarded(this::round);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** A failure with one package is not one for all. */
    private boolean guarded(Work work) throws InterruptedException {
        try {
            loop.beat();
            work.run();
            return true;
        } catch (RuntimeException e) {
            if (loop.isClosed()) throw new InterruptedException();
            LOG.error("a package was not checked now; trying again later", e);
            return false;
        }
    }

    private void learn(String sha256) {
        Optional<Path> file = blobs.find(sha256);
        if (file.isEmpty()) {
            db.write(sql -> {
                // due at once, and then told
                store.put(sql, new StoredPackage(sha256, "", "", 0, 0, null));
                return sha256;
            });
            return;
        }
        Made made = manifests.make(file.get());
        boolean right = made.manifest().sha256().equals(sha256);
        db.write(sql -> {
            store.put(sql, right ? made.of(clock.millis()) : new StoredPackage(sha256, "", "", 0, 0, null));
            return sha256;
        });
    }

    private void round() throws InterruptedException {
        Duration within = period.get();
        if (within.isZero()) return;
        db.write(sql -> {
            store.forgetUnused(sql); // what nobody has cannot be damaged
            return null;
        });
        long rate = Math.max(RATE, db.read(store::bytes) * 2 / Math.max(1, within.toSeconds()));
        List<StoredPackage> due;
        boolean all = true;
        do {
            long before = clock.millis() - within.toMillis();
            due = db.read(sql -> store.due(sql, before, AT_ONCE));
            for (StoredPackage each : due) all &= guarded(() -> check(each, rate));
        } while (all && due.size() == AT_ONCE);
    }

    private void check(StoredPackage known, long rate) throws InterruptedException {
        boolean right = blobs.find(known.sha256())
                .map(file -> hash(file, rate).equals(known.sha256()))
                .orElse(false);
        if (Thread.interrupted()) throw new InterruptedException();
        if (right == (known.rottenAt() == null)) {
            db.write(sql -> {
                store.checked(sql, known.sha256(), clock.millis(), known.rottenAt());
                return right;
            });
            return;
        }
        if (!right) LOG.error("package {}: not what it was; upload it again", known.sha256());
        changes.write(ACTOR, tx -> {
            List<Release> before = releases.ofPackage(tx.sql(), known.sha256());
            long now = tx.now().toEpochMilli();
            store.checked(tx.sql(), known.sha256(), now, right ? null : Long.valueOf(now));
            for (Release release : before) {
                tx.record(
                        right ? "release.repaired" : "release.rotten",
                        releases.project(tx.sql(), release.id()),
                        release.id(),
                        release.view(),
                        release.withRotten(!right).view());
            }
            return right;
        });
    }

    /** Of the file, read slowly; empty when it cannot be read, or when the server ends. */
    private String hash(Path file, long rate) {
        MessageDigest digest = Hashes.sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
                loop.beat();
                if (n == CHUNK) Thread.sleep(Duration.ofNanos(n * 1_000_000_000L / rate));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | UncheckedIOException e) {
            if (!Thread.currentThread().isInterrupted()) LOG.error("{}: {}", file, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    @Override
    public void close() {
        loop.close();
    }
}
