package io.stardust.server.deploy;

import io.stardust.server.node.Nodes;
import org.jdbi.v3.core.Handle;

/** Tells nodes that they must stay in their project while something is placed on them. Thread-safe. */
public final class PlacedNodes implements Nodes.Use {
    @Override
    public int placements(Handle sql, long nodeId) {
        return sql.createQuery("select count(*) from placement where node_id = :node")
                .bind("node", nodeId)
                .mapTo(int.class)
                .one();
    }
}
