package io.stardust.server.release;

import io.stardust.api.release.ReleasePatch;
import io.stardust.api.release.ReleaseSignature;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.pack.Manifest;
import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Deployments;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.file.Blob;
import io.stardust.server.file.BlobStore;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.release.Manifests.Made;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes, edits and removes packages. Thread-safe. */
public final class Releases implements Deployments.Contents {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    /** Upstream's default version name. */
    private static final DateTimeFormatter BY_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Database db;
    private final Changes changes;
    private final BlobStore blobs;
    private final LongSupplier maxBytes;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore store = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final ReleaseFailureStore failures = new ReleaseFailureStore();
    private final StoredPackageStore stored = new StoredPackageStore();
    private final Manifests manifests;
    private final SigningKeys keys;

    public Releases(
            Database db,
            Changes changes,
            BlobStore blobs,
            Manifests manifests,
            SigningKeys keys,
            LongSupplier maxBytes) {
        this.manifests = manifests;
        this.keys = keys;
        this.db = db;
        this.changes = changes;
        this.blobs = blobs;
        this.maxBytes = maxBytes;
    }

    /** Removes packages that no release names any more, such as those of uploads cut short by a crash. */
    @Override
    public void sweep() {
        Set<String> used = db.read(sql -> {
            Set<String> all = new HashSet<>(store.blobs(sql));
            all.addAll(stored.blobs(sql));
            return all;
        });
        int removed = blobs.sweep(used::contains);
        if (removed > 0) LOG.info("removed {} packages that no release uses", removed);
    }

    List<Release> list(Visible visible, long deploymentId, long cursor, int limit) {
        return db.read(sql -> {
            deployments.require(sql, visible, deploymentId);
            return store.list(sql, deploymentId, cursor, limit);
        });
    }

    /** The last rollout to each, where that failed, by release. */
    Map<Long, Long> failed(List<Release> some) {
        return db.read(sql -> failures.of(sql, some.stream().map(Release::id).toList()));
    }

    Release get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("release", id));
    }

    /** What somebody says about a package they send; the text is not checked yet. */
    public record Upload(
            @Nullable String version,
            @Nullable String fileName,
            PackageMode mode,
            @Nullable String overwrite,
            @Nullable String os,
            @Nullable String arch,
            @Nullable String note,
            @Nullable String signature,
            @Nullable String keyId) {}

    /** What the package of {@code id} consists of. */
    Manifest manifest(Visible visible, long id) {
        return manifests.of(get(visible, id));
    }

    /** Signs a release that is there already, or anew. */
    Release sign(Caller caller, long id, ReleaseSignature wanted) {
        Manifest manifest = manifest(caller.visible(), id);
        if (wanted.signature() == null) throw new Invalid("signature: missing (expected: base64)");
        if (wanted.keyId() == null) throw new Invalid("keyId: missing (expected: the id of the key that signed)");
        String signature = wanted.signature();
        String keyId = wanted.keyId();
        return changes.write(caller.actor(), tx -> {
            Release before = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("release", id));
            Deployment deployment = deployable(tx.sql(), caller, before.deploymentId());
            keys.require(tx.sql(), deployment.projectId(), signature, keyId, manifest);
            store.sign(tx.sql(), before.signed(keyId, signature));
            Release after = store.find(tx.sql(), Visible.everything(), id).orElseThrow();
            tx.record("release.signed", deployment.projectId(), id, before.view(), after.view());
            placements.touchAll(tx.sql(), deployment.id(), id);
            return after;
        });
    }

    /**
     * Takes a package. Everything that can be refused before its bytes come is; then it goes to disk as it comes; the
     * row is written last, so that a cut upload leaves no release.
     *
     * @param announced bytes, -1 when not said
     */
    public Release upload(Caller caller, long deploymentId, Upload upload, long announced, InputStream in) {
        Upload checked = checked(caller, deploymentId, upload);
        long most = maxBytes.getAsLong();
        if (announced > most) throw new TooLarge("body", announced, most);
        Blob blob = blobs.put(PackageStream.of(in), announced, most);
        Path file = blobs.find(blob.sha256())
                .orElseThrow(() -> new IllegalStateException("blob " + blob.sha256() + " is gone at once"));
        try {
            PackageStream.check(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Made made = manifests.make(file);
        return changes.write(caller.actor(), tx -> {
            Deployment deployment = deployable(tx.sql(), caller, deploymentId);
            keys.require(tx.sql(), deployment.projectId(), checked.signature(), checked.keyId(), made.manifest());
            String version = checked.version() == null ? unused(tx, deployment) : checked.version();
            Optional<Release> again = store.ofVersion(tx.sql(), deploymentId, version)
                    .filter(release -> release.rotten() && release.sha256().equals(blob.sha256()));
            repair(tx, made);
            if (again.isPresent()) return again.get().withRotten(false);
            refuseTaken(tx.sql(), deployment, version);
            var release = new Release(
                    tx.nextId("release"),
                    deploymentId,
                    version,
                    true,
                    checked.fileName(),
                    blob.sha256(),
                    blob.md5(),
                    blob.size(),
                    checked.overwrite(),
                    checked.mode(),
                    Platform.os(checked.os()),
                    Platform.arch(checked.arch()),
                    checked.note(),
                    caller.name(),
                    1,
                    tx.now().toEpochMilli(),
                    made.manifest().textSha256(),
                    made.manifest().entries(),
                    checked.signature(),
                    checked.keyId(),
                    false,
                    true);
            store.insert(tx.sql(), release);
            tx.record("release.created", deployment.projectId(), release.id(), null, release.view());
            return release;
        });
    }

    /**
     * Refuses before anything is packed what would be refused after.
     *
     * @throws io.stardust.server.http.ApiException as {@link #upload}
     */
    public void prepare(Caller caller, long deploymentId, Upload upload) {
        checked(caller, deploymentId, upload);
    }

    /** Refuses before the bytes come what would be refused after. */
    private Upload checked(Caller caller, long deploymentId, Upload upload) {
        @Nullable String version = upload.version() == null ? null : Bounds.version("version", upload.version());
        db.read(sql -> {
            Deployment deployment = deployable(sql, caller, deploymentId);
            if (version != null && !rotten(sql, deployment, version)) refuseTaken(sql, deployment, version);
            if (upload.signature() == null && upload.keyId() == null) keys.requireNone(sql, deployment.projectId());
            return deployment;
        });
        return new Upload(
                version,
                Bounds.line("fileName", upload.fileName(), Bounds.PATH),
                upload.mode(),
                Bounds.line("overwrite", upload.overwrite(), Bounds.OVERWRITE),
                Platform.os(upload.os()),
                Platform.arch(upload.arch()),
                Bounds.text("note", upload.note(), Bounds.NOTE),
                upload.signature(),
                upload.keyId());
    }

    /** Whether a release is there whose package may be sent again. */
    private boolean rotten(Handle sql, Deployment deployment, String version) {
        return store.ofVersion(sql, deployment.id(), version)
                .filter(Release::rotten)
                .isPresent();
    }

    /** The bytes that have just come are right, so every release of them is. */
    private void repair(Tx tx, Made made) {
        List<Release> before = store.ofPackage(tx.sql(), made.manifest().sha256());
        stored.put(tx.sql(), made.of(tx.now().toEpochMilli()));
        for (Release release : before) {
            if (!release.rotten()) continue;
            tx.record(
                    "release.repaired",
                    store.project(tx.sql(), release.id()),
                    release.id(),
                    release.view(),
                    release.withRotten(false).view());
        }
    }

    /** By the time; two within one second get a suffix. */
    private String unused(Tx tx, Deployment deployment) {
        String byTime =
                BY_TIME.format(Instant.ofEpochMilli(tx.now().toEpochMilli()).atZone(ZoneId.systemDefault()));
        String version = byTime;
        for (int i = 2; store.versionTaken(tx.sql(), deployment.id(), version); i++) version = byTime + "-" + i;
        return version;
    }

    Release edit(Caller caller, long id, ReleasePatch patch, long seen) {
        return changes.write(caller.actor(), tx -> {
            Release before = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("release", id));
            Deployment deployment = deployable(tx.sql(), caller, before.deploymentId());
            if (seen >= 0 && seen != before.revision()) throw new Outdated("release", id, seen, before.revision());
            Release after = merged(patch, before);
            store.update(tx.sql(), after);
            tx.record("release.updated", deployment.projectId(), id, before.view(), after.view());
            placements.touchAll(tx.sql(), deployment.id(), id);
            return after;
        });
    }

    private static Release merged(ReleasePatch patch, Release base) {
        return new Release(
                base.id(),
                base.deploymentId(),
                base.version(),
                patch.enabled() == null ? base.enabled() : patch.enabled(),
                base.fileName(),
                base.sha256(),
                base.md5(),
                base.size(),
                patch.overwrite() == null
                        ? base.overwrite()
                        : Bounds.line("overwrite", patch.overwrite(), Bounds.OVERWRITE),
                base.mode(),
                patch.os() == null ? base.os() : Platform.os(patch.os()),
                patch.arch() == null ? base.arch() : Platform.arch(patch.arch()),
                patch.note() == null ? base.note() : Bounds.text("note", patch.note(), Bounds.NOTE),
                base.createdBy(),
                base.revision() + 1,
                base.createdAt(),
                base.manifestSha256(),
                base.entries(),
                base.signature(),
                base.signedBy(),
                base.rotten(),
                base.trusted());
    }

    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            Release release = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("release", id));
            Deployment deployment = deployable(tx.sql(), caller, release.deploymentId());
            if (store.used(tx.sql(), id)) {
                throw new Conflict(
                        "release %d (%s) is in use; publish another one first".formatted(id, release.version()));
            }
            store.delete(tx.sql(), id);
            stored.forget(tx.sql(), release.sha256());
            return tx.record("release.deleted", deployment.projectId(), id, release.view(), null);
        });
        sweep();
    }

    /** As {@link ReleaseEligibility#require}, of the release of that id. */
    public void requireFit(Handle sql, long id) {
        store.find(sql, Visible.everything(), id).ifPresent(ReleaseEligibility::require);
    }

    /** Removes all of a deployment; whose packages go with the next {@link #sweep}. */
    @Override
    public void deleteAll(Handle sql, long deploymentId) {
        Set<String> packages = store.packages(sql, deploymentId);
        store.deleteAll(sql, deploymentId);
        for (String sha256 : packages) stored.forget(sql, sha256);
    }

    private Deployment deployable(Handle sql, Caller caller, long deploymentId) {
        Deployment deployment = deployments.require(sql, caller.visible(), deploymentId);
        caller.require(Role.OPERATOR, deployment.projectId());
        return deployment;
    }

    private void refuseTaken(Handle sql, Deployment deployment, String version) {
        if (store.versionTaken(sql, deployment.id(), version)) {
            throw new Conflict(
                    "version: %s of %s is there already; releases never change".formatted(version, deployment.name()));
        }
    }
}
