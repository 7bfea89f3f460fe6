package io.stardust.server.report;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
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
            sql.createUpdate("delete from node_local_service where node_id = :node")
                    .bind("node", node.id())
                    .execute();
            if (services.isEmpty()) return null;
            PreparedBatch batch = sql.prepareBatch("""
                    insert into node_local_service (node_id, name, service, reported_at)
                    values (:node, :name, :service, :now)
                    """);
            services.forEach((name, service) -> batch.bind("node", node.id())
                    .bind("name", name)
                    .bind("service", Json.WIRE.text(service))
                    .bind("now", now)
                    .add());
            batch.execute();
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
        return text == null || text.length() <= max ? text : text.substring(0, max);
    }

    /** What a node last told, by name. */
    public LocalServiceView.All of(Visible visible, long nodeId) {
        String select = """
                select s.service, s.reported_at, p.id as placement, p.release_id as release
                from node_local_service s
                left join placement p on p.node_id = s.node_id and p.deploy_name = s.name
                where s.node_id = :node
                order by s.name
                """;
        return db.read(sql -> {
            if (nodes.find(sql, visible, nodeId).isEmpty()) throw new NotFound("node", nodeId);
            List<LocalServiceView> items = sql.createQuery(select)
                    .bind("node", nodeId)
                    .map((row, _) -> {
                        long placement = row.getLong("placement");
                        return LocalServiceView.of(
                                Json.WIRE.read(row.getString("service"), LocalService.class),
                                placement == 0 ? null : placement,
                                placement != 0 && row.getLong("release") == 0,
                                row.getLong("reported_at"));
                    })
                    .list();
            return new LocalServiceView.All(items);
        });
    }
}
