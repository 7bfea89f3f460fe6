package io.stardust.server.deploy;

import io.stardust.api.deploy.OutputView;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import io.stardust.server.command.Commander;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fetches what an app printed, live from its agent; the server keeps none of it. Thread-safe. */
public final class Output {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Database db;
    private final NodeStore nodes;
    private final Commander commander;
    private final PlacementStore placements = new PlacementStore();

    public Output(Database db, NodeStore nodes, Commander commander) {
        this.db = db;
        this.nodes = nodes;
        this.commander = commander;
    }

    /**
     * Asks for lines behind {@code after}, or the last {@code lines} when it is null.
     *
     * @throws Unavailable if the node is not connected, does not answer or has no such thing to tell
     */
    OutputView ask(Visible visible, long placementId, int lines, @Nullable String after) {
        Placement placement = db.read(sql -> placements.find(sql, visible, placementId))
                .orElseThrow(() -> new NotFound("placement", placementId));
        Node node = db.read(sql -> nodes.find(sql, Visible.everything(), placement.nodeId()))
                .orElseThrow(() -> new Unavailable("node %d is gone".formatted(placement.nodeId())));
        if (node.foreign()) {
            throw new Unavailable("the agent of node %s is not ours and cannot show output".formatted(node.name()));
        }
        String query = Json.WIRE.text(new OutputQuery(placementId, after, lines));
        CommandReplyModel reply = commander
                .ask(node, "deploy/output", query, LIMIT)
                .orElseThrow(() -> new Unavailable("node %s is not connected, or did not answer within %d s"
                        .formatted(node.name(), LIMIT.toSeconds())));
        @Nullable String data = reply.data();
        if (reply.status() != CommandStatus.DONE || data == null) {
            throw new Unavailable("node %s: %s".formatted(node.name(), data == null ? "no output" : data));
        }
        OutputChunk chunk = Json.WIRE.read(data, OutputChunk.class);
        return new OutputView(chunk.text() == null ? "" : chunk.text(), chunk.next(), chunk.lost());
    }
}
