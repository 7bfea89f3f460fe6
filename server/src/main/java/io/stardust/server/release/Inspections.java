package io.stardust.server.release;

import io.stardust.api.release.FileChanges;
import io.stardust.api.release.PackageDiff;
import io.stardust.api.release.PackageFile;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.start.StartRules;
import io.stardust.server.app.Apps;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.file.BlobStore;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks into stored packages. Thread-safe. */
public final class Inspections {
    private final Database db;
    private final BlobStore blobs;
    private final Apps apps;
    private final ReleaseStore releases = new ReleaseStore();
    private final DeploymentStore deployments = new DeploymentStore();

    public Inspections(Database db, BlobStore blobs, Apps apps) {
        this.db = db;
        this.blobs = blobs;
        this.apps = apps;
    }

    /** Files whose path contains {@code q}, by path, behind the {@code cursor}th. */
    PackageFile.Page files(Visible visible, long id, String q, long cursor, int limit) {
        String part = q.toLowerCase(Locale.ROOT);
        List<PackageFile> found = in(
                release(visible, id),
                zip -> zip.files().values().stream()
                        .filter(file -> file.path().toLowerCase(Locale.ROOT).contains(part))
                        .toList());
        int from = Math.clamp(cursor, 0, found.size());
        int to = Math.min(found.size(), from + limit);
        return new PackageFile.Page(found.subList(from, to), to < found.size() ? (long) to : null, found.size());
    }

    /** What the package of {@code id} has that the one of {@code against} has not, and the other way round. */
    PackageDiff diff(Visible visible, long id, long against) {
        Release after = release(visible, id);
        Release before = release(visible, against);
        return Differences.of(in(before, zip -> Map.copyOf(zip.files())), in(after, zip -> Map.copyOf(zip.files())));
    }

    /** Two releases; 0 = none. */
    public record Pair(long before, long after) {}

    /** What changes on disk when {@code after} follows {@code before}; null: nothing is there. */
    public FileChanges change(Visible visible, @Nullable Release before, Release after) {
        Map<String, PackageFile> old = before == null ? Map.of() : contents(before);
        Map<String, PackageFile> now = contents(release(visible, after.id()));
        int added = 0;
        int changed = 0;
        long bytes = 0;
        for (PackageFile file : now.values()) {
            @Nullable PackageFile was = old.get(file.path());
            if (was != null && was.size() == file.size() && was.crc().equals(file.crc())) continue;
            if (was == null) added++;
            else changed++;
            bytes += file.size();
        }
        // a partial package leaves what it does not bring
        boolean whole = after.mode() != PackageMode.PARTIAL;
        int removed = whole
                ? (int) old.keySet().stream()
                        .filter(path -> !now.containsKey(path))
                        .count()
                : 0;
        boolean same = before != null && before.id() == after.id();
        return new FileChanges(added, changed, removed, bytes, same ? 0 : after.size());
    }

    /**
     * What a package leaves in the folder of its deployment, and some of its files.
     *
     * @param paths of all files that will be there
     * @param contents of those that were asked for, as far as they are there
     */
    public record Extract(Set<String> paths, Map<String, byte[]> contents) {}

    /**
     * Takes files out of a package, of each the first {@code most} bytes. Asks nobody for rights.
     *
     * @throws Conflict if it cannot be read
     */
    public Extract extract(Deployment deployment, Release release, Collection<String> wanted, int most) {
        return in(release, zip -> {
            Map<String, byte[]> contents = new HashMap<>();
            for (String path : wanted) if (zip.has(path)) contents.put(path, zip.read(path, most));
            String program = deployment.fileName() == null ? "" : deployment.fileName();
            Set<String> paths = StartRules.jar(
                            zip.head(StartRules.MANIFEST, 1 << 16), program, zip::has, deployment.name())
                    .map(Set::of) // it is run as it is, and not unpacked
                    .orElseGet(() -> Set.copyOf(zip.packaged()));
            return new Extract(paths, contents);
        });
    }

    /** Empty when its package is not there any more: then everything is new. */
    private Map<String, PackageFile> contents(Release release) {
        return blobs.find(release.sha256()).isEmpty() ? Map.of() : in(release, zip -> Map.copyOf(zip.files()));
    }

    Inspection inspect(Visible visible, long id) {
        Release release = release(visible, id);
        Deployment deployment = db.read(sql -> deployments.require(sql, visible, release.deploymentId()));
        String app = apps.get(visible, deployment.appId()).name();
        return in(release, zip -> {
            var guess = new StartGuess(deployment, app, zip);
            List<Inspection.Start> starts = guess.starts();
            List<String> warnings = new ArrayList<>();
            boolean partial = release.mode() == PackageMode.PARTIAL;
            for (String warning : guess.warnings()) {
                warnings.add(partial ? warning + " (unless the nodes have it: the package is partial)" : warning);
            }
            long unpacked =
                    zip.files().values().stream().mapToLong(PackageFile::size).sum();
            return new Inspection(zip.files().size(), release.size(), unpacked, starts, warnings);
        });
    }

    private Release release(Visible visible, long id) {
        return db.read(sql -> releases.find(sql, visible, id)).orElseThrow(() -> new NotFound("release", id));
    }

    private <T> T in(Release release, Function<PackageZip, T> look) {
        var file = blobs.find(release.sha256())
                .orElseThrow(
                        () -> new Conflict("the package of release %d is not on the server any more; upload it again"
                                .formatted(release.id())));
        try (var zip = new PackageZip(file)) {
            return look.apply(zip);
        }
    }
}
