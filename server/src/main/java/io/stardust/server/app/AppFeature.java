package io.stardust.server.app;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;

/** Applications, which deployments belong to. */
public final class AppFeature {
    private final Apps apps;

    /** {@code use} knows what still belongs to an app. */
    public AppFeature(Base base, AccessFeature access, Apps.UsageCheck use) {
        this.apps = new Apps(base.db(), base.changes(), access.projects(), use);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new AppRoutes(apps).register(faces.people());
    }

    /** The applications. */
    public Apps apps() {
        return apps;
    }
}
