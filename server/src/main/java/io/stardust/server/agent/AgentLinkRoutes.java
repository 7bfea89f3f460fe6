package io.stardust.server.agent;

import io.stardust.protocol.node.UpgradeInfo;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Upgrades of agents on the machine face (docs/protocol.md, Node). */
public final class AgentLinkRoutes {
    private final NodeAuth auth;
    private final AgentReleases releases;
    private final @Nullable URI url;

    /** @param url where machines reach us; null: as they ask */
    public AgentLinkRoutes(NodeAuth auth, AgentReleases releases, @Nullable URI url) {
        this.auth = auth;
        this.releases = releases;
        this.url = url;
    }

    /** Adds the path. */
    public void register(LinkApi link) {
        link.any("/Node/Upgrade", this::upgrade);
    }

    private Object upgrade(LinkCall call) {
        Node node = auth.node(call);
        Set<String> failed =
                Set.copyOf(java.util.List.of(call.query("failed").orElse("").split(",", -1)).stream()
                        .distinct()
                        .toList());
        Optional<AgentRelease> offered =
                releases.offer(node, call.query("channel").orElse(null), failed);
        return offered.isEmpty() ? LinkApi.NULL : info(offered.get(), node, call);
    }

    /**
     * Old clients do not complete an address; ours do, and stay with the server they use whatever we call ourselves.
     */
    private UpgradeInfo info(AgentRelease release, Node node, LinkCall call) {
        String server = "";
        if (node.foreign()) {
            server = url == null ? call.origin().orElse("") : AgentReleaseRoutes.withoutSlash(url);
        }
        return new UpgradeInfo(
                release.version(),
                server + release.path(),
                release.md5(),
                release.size(),
                null,
                null,
                true,
                release.note(),
                release.isOurs() ? release.sha256() : null);
    }
}
