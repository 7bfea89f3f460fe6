package io.stardust.server.release;

import io.stardust.protocol.pack.Manifest;
import io.stardust.server.db.Database;
import io.stardust.server.file.Blob;
import io.stardust.server.file.BlobStore;
import io.stardust.server.http.ApiException.Conflict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what packages consist of. Thread-safe. A manifest is made once, lies packed beside the packages, and is made
 * anew when it is missing or damaged: nothing in it is not in the package.
 */
public final class Manifests {
    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);

    private final Database db;
    private final BlobStore blobs;
    private final StoredPackageStore store = new StoredPackageStore();

    public Manifests(Database db, BlobStore blobs) {
        this.db = db;
        this.blobs = blobs;
    }

    /** A manifest and where it lies. */
    record Made(Manifest manifest, String blob) {
        StoredPackage of(long now) {
            return new StoredPackage(manifest.sha256(), manifest.textSha256(), blob, manifest.entries(), now, null);
        }
    }

    /** Reads {@code file} and keeps what it consists of; the row is the caller's to write. */
    Made make(Path file) {
        try {
            Manifest manifest = Manifest.of(file);
            byte[] packed = packed(manifest.text());
            Blob blob = blobs.put(new ByteArrayInputStream(packed), packed.length, packed.length);
            return new Made(manifest, blob.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static byte[] packed(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    /**
     * The manifest of {@code release}.
     *
     * @throws Conflict if its package is not here any more
     */
    Manifest of(Release release) {
        Optional<Manifest> kept = packed(release).flatMap(file -> read(file, String.valueOf(release.manifestSha256())));
        if (kept.isPresent()) return kept.get();
        Path file = blobs.find(release.sha256())
                .orElseThrow(
                        () -> new Conflict("the package of release %d is not on the server any more; upload it again"
                                .formatted(release.id())));
        Made made = make(file);
        if (!made.manifest().sha256().equals(release.sha256())) {
            throw new Conflict(ReleaseEligibility.rotten(release));
        }
        db.write(sql -> {
            store.find(sql, release.sha256())
                    .map(known -> new StoredPackage(
                            known.sha256(),
                            made.manifest().textSha256(),
                            made.blob(),
                            made.manifest().entries(),
                            known.checkedAt(),
                            known.rottenAt()))
                    .ifPresent(known -> store.put(sql, known));
            return release;
        });
        return made.manifest();
    }

    /** Where its packed manifest lies; empty when it does not. */
    public Optional<Path> packed(Release release) {
        return db.read(sql -> store.find(sql, release.sha256())).flatMap(known -> blobs.find(known.manifestBlob()));
    }

    private static Optional<Manifest> read(Path file, String sha256) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            var manifest = new Manifest(in.readNBytes(Manifest.MAX_BYTES + 1));
            if (manifest.textSha256().equals(sha256)) return Optional.of(manifest);
            LOG.error("{}: another manifest than it was", file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{}: {}", file, e.toString());
        }
        return Optional.empty();
    }
}
