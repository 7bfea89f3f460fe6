package io.stardust.server.fetch;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.file.BlobStore;
import io.stardust.server.node.Node;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the file of a release for those who may have it. Thread-safe. */
public final class Packages {
    private final Database db;
    private final BlobStore blobs;
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();

    public Packages(Database db, BlobStore blobs) {
        this.db = db;
        this.blobs = blobs;
    }

    /**
     * The package of release {@code id}; empty when there is none, or when {@code node} has no placement of its
     * deployment.
     *
     * @param node null where packages are open to all
     */
    Optional<Stored> find(@Nullable Node node, long id) {
        Optional<Release> release = db.read(sql -> node == null || placements.mayFetch(sql, node.id(), id)
                ? releases.find(sql, Visible.everything(), id)
                : Optional.<Release>empty());
        return release.flatMap(found -> blobs.find(found.sha256()).map(file -> new Stored(found, file)));
    }

    /** A release and where its bytes are. */
    record Stored(Release release, Path file) {}
}
