package io.stardust.server.release;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.app.AppFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Releases: packages as they are uploaded, kept, signed, looked into and compared. */
public final class ReleaseFeature {
    private final Manifests manifests;
    private final SigningKeys signingKeys;
    private final Releases releases;
    private final Inspections inspections;

    /**
     * Makes it.
     *
     * @param maxBytes the largest upload
     * @param check within which every stored package is read again; zero: never
     */
    public ReleaseFeature(
            Base base, AccessFeature access, AppFeature apps, LongSupplier maxBytes, Supplier<Duration> check) {
        this.manifests = new Manifests(base.db(), base.blobs());
        this.signingKeys = new SigningKeys(base.db(), base.changes(), access.projects());
        this.releases = new Releases(base.db(), base.changes(), base.blobs(), manifests, signingKeys, maxBytes);
        this.inspections = new Inspections(base.db(), base.blobs(), apps.apps());
        var scrub = new Scrub(base.db(), base.changes(), base.blobs(), manifests, check, base.clock(), base.lease());
        base.lifecycle().starts("releases", releases::sweep);
        base.expiry().also(releases::sweep); // a young package is spared, also when its release goes at once
        base.lifecycle().add("check of packages", scrub::start, scrub);
        base.lifecycle().watch(scrub::loop);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new ReleaseRoutes(releases, inspections).register(faces.people());
        new SigningKeyRoutes(signingKeys).register(faces.people());
    }

    /** The releases. */
    public Releases releases() {
        return releases;
    }

    /** What packages consist of. */
    public Manifests manifests() {
        return manifests;
    }

    /** What is in packages. */
    public Inspections inspections() {
        return inspections;
    }
}
