package io.stardust.server.node;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what nodes' agents ask for and are offered. Stateless; runs on the handle it is given. */
public final class NodeAgentStore {
    /**
     * What decides which agent fits a node.
     *
     * @param machine of its last login
     * @param offered the version it was told to move to last; null: none
     */
    public record Asker(
            String product,
            NodeInfo machine,
            @Nullable String channel,
            @Nullable String offered) {}

    /** Who {@code nodeId} is; empty before its first login. */
    public Optional<Asker> asker(Handle sql, long nodeId) {
        String select = """
                select n.product, s.info, a.channel, a.offered
                from node n join node_seen s on s.node_id = n.id left join node_agent a on a.node_id = n.id
                where n.id = :id
                """;
        return sql.createQuery(select)
                .bind("id", nodeId)
                .map((row, _) -> new Asker(
                        row.getString("product"),
                        Json.TOLERANT.read(row.getString("info"), NodeInfo.class),
                        row.getString("channel"),
                        row.getString("offered")))
                .findOne();
    }

    /** Keeps what a node asked for. */
    public void asked(Handle sql, long nodeId, String channel, long now) {
        String insert = """
                insert into node_agent (node_id, channel, asked_at) values (:id, :channel, :now)
                on conflict (node_id) do update set channel = excluded.channel, asked_at = excluded.asked_at
                """;
        sql.createUpdate(insert)
                .bind("id", nodeId)
                .bind("channel", channel)
                .bind("now", now)
                .execute();
    }

    /** Keeps what a node was told to move to. */
    public void offered(Handle sql, long nodeId, String version, long now) {
        sql.createUpdate("update node_agent set offered = :version, offered_at = :now where node_id = :id")
                .bind("id", nodeId)
                .bind("version", version)
                .bind("now", now)
                .execute();
    }
}
