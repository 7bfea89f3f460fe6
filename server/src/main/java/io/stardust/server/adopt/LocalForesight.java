package io.stardust.server.adopt;

import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.ServiceInfos;
import io.stardust.server.node.LocalServiceStore;
import io.stardust.server.rollout.Foresight;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.RolloutNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says what a first publish does to the local service whose place it takes. Thread-safe. */
public final class LocalForesight implements Foresight {
    private final Secrets secrets;
    private final AdoptedStore store = new AdoptedStore();
    private final LocalServiceStore services = new LocalServiceStore();

    public LocalForesight(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Map<Long, Fate> fates(Handle sql, Deployment deployment, List<Move> moves) {
        Map<Long, Adopted> adopted = store.waiting(sql, deployment.id());
        Map<Long, Fate> fates = new HashMap<>();
        for (Move move : moves) {
            @Nullable Placement placement = move.target().placement();
            if (placement != null && placement.releaseId() != null) continue;
            String name = placement == null ? deployment.name() : placement.deployName();
            if (!runs(sql, move.target().nodeId(), name)) continue;
            @Nullable Adopted known = placement == null ? null : adopted.get(placement.id());
            fates.put(move.target().nodeId(), fate(deployment, placement, known, move, name));
        }
        return fates;
    }

    private boolean runs(Handle sql, long node, String name) {
        return services.find(sql, node, name)
                .filter(local -> local.pid() != 0 && !local.shadowed())
                .isPresent();
    }

    private Fate fate(
            Deployment deployment, @Nullable Placement placement, @Nullable Adopted adopted, Move move, String name) {
        String restarted = "local service " + name + " is restarted";
        @Nullable RolloutNode node = move.target().node();
        if (placement == null || adopted == null || node == null) {
            return new Fate(false, restarted + " unless files and settings are the same");
        }
        Optional<LocalDetail> detail = adopted.detail(secrets);
        if (detail.isEmpty()) {
            return new Fate(
                    false, restarted + " unless files, arguments and variables, which are not known, are the same");
        }
        ServiceInfo wanted = ServiceInfos.of(deployment, placement, node.version(), !node.ours(), secrets::open);
        List<String> changes = LocalSettings.changes(detail.get(), wanted);
        if (!changes.isEmpty()) {
            return new Fate(false, "%s with other settings: %s".formatted(restarted, String.join(", ", changes)));
        }
        boolean itsOwn = Long.valueOf(move.release().id()).equals(adopted.releaseId());
        return itsOwn ? new Fate(true, null) : new Fate(false, restarted + " unless the package holds the same files");
    }
}
