package io.stardust.server.report;

import io.stardust.api.report.LocalServiceView;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Modes;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Check;
import io.stardust.server.http.Reasons;
import io.stardust.server.node.LocalServiceStore;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What agents run by files of their own, as they tell it. It is observed, never desired: nothing of it makes, changes
 * or removes a deployment or a placement. Thread-safe.
 */
public final class LocalServices {
    private static final int MOST = 500;
    private static final int SHORT = 200;
    private static final int LONG = 2_000;

    private final Database db;
    private final NodeStore nodes;
    private final InstantSource clock;
    private final LocalServiceStore store = new LocalServiceStore();

    public LocalServices(Database db, NodeStore nodes, InstantSource clock) {
        this.db = db;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Keeps the list of a node in place of the one before, and returns how many it names. */
    public int take(Node node, List<LocalService> told) {
        if (told.size() > MOST) {
            throw new Envelope.Refused(
                    Envelope.BAD_REQUEST, "services: %d (expected: at most %d)".formatted(told.size(), MOST));
        }
        Map<String, LocalService> services = new LinkedHashMap<>();
        for (LocalService each : told) {
            String name = cut(each.name(), SHORT);
            if (name != null && !name.isBlank()) services.put(name, bounded(each, name));
        }
        long now = clock.millis();
        db.write(sql -> {
            store.replace(sql, node.id(), services, now);
            return null;
        });
        return told.size();
    }

    private static LocalService bounded(LocalService told, String name) {
        return new LocalService(
                name,
                cut(told.fileName(), LONG),
                cut(told.workingDirectory(), LONG),
                cut(told.userName(), SHORT),
                told.enable(),
                told.mode(),
                told.allowMultiple(),
                told.autoStop(),
                told.reloadOnChange(),
                told.maxMemory(),
                told.port(),
                cut(told.state(), SHORT),
                cut(told.reason(), LONG),
                told.pid(),
                told.startTime(),
                told.shadowed(),
                bounded(told.why()));
    }

    private static @Nullable List<ReasonPart> bounded(@Nullable List<ReasonPart> told) {
        @Nullable Reason reason = Reason.of(told);
        return reason == null ? null : reason.parts();
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        return text == null ? null : Check.cut(text, max);
    }

    /** What a node last told, by name. */
    public LocalServiceView.All of(Visible visible, long nodeId) {
        return db.read(sql -> {
            if (nodes.find(sql, visible, nodeId).isEmpty()) throw new NotFound("node", nodeId);
            List<LocalServiceView> items = store.kept(sql, nodeId).stream()
                    .map(kept -> view(
                            kept.service(),
                            kept.placementId(),
                            kept.placementId() != null && !kept.released(),
                            kept.reportedAt()))
                    .toList();
            return new LocalServiceView.All(items);
        });
    }

    private static LocalServiceView view(
            LocalService told, @Nullable Long placement, boolean adopting, long reportedAt) {
        return new LocalServiceView(
                String.valueOf(told.name()),
                told.fileName(),
                told.workingDirectory(),
                told.userName(),
                Modes.name(DeployMode.of(told.mode())),
                told.enable(),
                told.allowMultiple(),
                told.autoStop(),
                told.reloadOnChange(),
                told.maxMemory(),
                told.port(),
                told.state(),
                told.reason(),
                told.pid() == 0 ? null : told.pid(),
                told.startTime() == 0 ? null : told.startTime(),
                told.shadowed() || placement != null,
                placement,
                adopting,
                reportedAt,
                Reasons.of(Reason.of(told.why())));
    }
}
