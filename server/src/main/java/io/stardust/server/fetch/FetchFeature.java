package io.stardust.server.fetch;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.release.ReleaseFeature;
import io.stardust.server.render.Renderer;
import io.stardust.server.report.ReportFeature;
import java.util.function.BooleanSupplier;

/** What agents ask for: what they should run, and its packages. */
public final class FetchFeature {
    private final Base base;
    private final NodeFeature nodes;
    private final ReleaseFeature release;
    private final ReportFeature report;
    private final DesiredList wanted;
    private final BooleanSupplier open;

    /** {@code open}: downloads need no token, as upstream's old agents expect. */
    public FetchFeature(
            Base base,
            AccessFeature access,
            NodeFeature nodes,
            ReleaseFeature release,
            ReportFeature report,
            Renderer renderer,
            BooleanSupplier open) {
        this.base = base;
        this.nodes = nodes;
        this.release = release;
        this.report = report;
        this.open = open;
        this.wanted = new DesiredList(base.db(), base.changes(), report.observations(), access.secrets(), renderer);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new DeployLinkRoutes(nodes.auth(), wanted, report.observations(), report.localServices())
                .register(faces.machines());
        var packages = new Packages(base.db(), base.blobs());
        new FileRoutes(nodes.auth(), packages, open).register(faces.plain());
        new PartRoutes(nodes.auth(), packages, release.manifests(), wanted).register(faces.plain());
    }

    /** What nodes should run. */
    public DesiredList wanted() {
        return wanted;
    }
}
