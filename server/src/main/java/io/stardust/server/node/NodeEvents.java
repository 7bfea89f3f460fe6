package io.stardust.server.node;

import static io.stardust.server.node.NodeFields.bounded;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.node.EventModel;
import io.stardust.server.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes what agents tell. Thread-safe. */
public final class NodeEvents {
    private static final int BATCH = 1_000;
    private static final String DEPLOY = "ServiceController";

    private final Database db;
    private final SeenStore store = new SeenStore();
    private final DeployLog deployLog;
    private final InstantSource clock;

    public NodeEvents(Database db, DeployLog deployLog, InstantSource clock) {
        this.db = db;
        this.deployLog = deployLog;
        this.clock = clock;
    }

    /** Keeps the newest thousand of each node, passes the deploy steps on, and returns how many came. */
    int take(Node node, List<EventModel> events) {
        if (events.size() > BATCH) {
            throw new Envelope.Refused(
                    Envelope.BAD_REQUEST, "events: %d (expected: at most %d)".formatted(events.size(), BATCH));
        }
        if (events.isEmpty()) return 0;
        long now = clock.millis();
        List<EventModel> kept = events.stream()
                .map(event -> new EventModel(
                        event.time() > 0 ? event.time() : now,
                        bounded(event.type(), 150),
                        bounded(event.name(), 100),
                        bounded(event.remark(), 2_000)))
                .toList();
        db.write(sql -> {
            store.addEvents(sql, node.id(), kept, null);
            return null;
        });
        List<DeployLog.Step> steps = steps(kept);
        if (!steps.isEmpty()) deployLog.reported(node, steps);
        return events.size();
    }

    /**
     * Keeps what the server itself has understood of a node, beside what its agent tells.
     *
     * @param why {@code remark} by code, as it is kept; null when there are words only
     */
    public static void add(
            Handle sql, long nodeId, long at, String type, String name, @Nullable String remark, @Nullable String why) {
        var event = new EventModel(at, bounded(type, 150), bounded(name, 100), bounded(remark, 2_000));
        new SeenStore().addEvents(sql, nodeId, List.of(event), why);
    }

    /** {@code Type} is {@code <deployName>-<step>}; the name itself may hold dashes. */
    private static List<DeployLog.Step> steps(List<EventModel> events) {
        List<DeployLog.Step> steps = new ArrayList<>();
        for (EventModel event : events) {
            String type = bounded(event.type(), 150);
            int dash = type.lastIndexOf('-');
            if (!DEPLOY.equals(event.name()) || dash <= 0) continue;
            steps.add(new DeployLog.Step(
                    Instant.ofEpochMilli(event.time()),
                    type.substring(0, dash),
                    type.substring(dash + 1),
                    bounded(event.remark(), 2_000)));
        }
        return steps;
    }
}
