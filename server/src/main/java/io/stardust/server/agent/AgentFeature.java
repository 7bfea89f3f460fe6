package io.stardust.server.agent;

import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The packages of the agent itself: kept, handed out, installed by one line. */
public final class AgentFeature {
    private final NodeFeature nodes;
    private final AgentReleases releases;
    private final @Nullable URI url;

    /**
     * Makes it.
     *
     * @param folder of packages that are taken in at the start; null: none
     * @param url under which agents reach the server; null: whichever they ask for
     */
    public AgentFeature(Base base, NodeFeature nodes, @Nullable Path folder, @Nullable URI url) {
        this.nodes = nodes;
        this.releases = new AgentReleases(base.db(), base.changes(), base.blobs(), base.clock());
        this.url = url;
        var packages = new AgentPackages(releases, folder);
        base.lifecycle().add("agent packages", packages::start, packages);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new AgentReleaseRoutes(releases, url).register(faces.people());
        new AgentLinkRoutes(nodes.auth(), releases, url).register(faces.machines());
        new InstallRoutes(releases, url).register(faces.plain());
    }
}
