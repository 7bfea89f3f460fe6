package io.stardust.server.deploy;

import io.stardust.server.db.Rows;
import io.stardust.server.deploy.ForeignCommandOutbox.Argument;
import io.stardust.server.deploy.ForeignCommandOutbox.Order;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Orders to agents that are not ours, in the database. Stateless; every method runs on the handle it is given. */
final class ForeignCommandStore {
    private static final RowMapper<Order> ORDER = Rows.of(MethodHandles.lookup(), Order.class);
    private static final String SELECT = """
            select id, node_id, placement_id, verb, rollout_id, release_id, revision, command_id
            from agent_order
            """;

    void insert(Handle sql, Order order) {
        String insert = """
                insert into agent_order (id, node_id, placement_id, verb, rollout_id, release_id, revision, command_id)
                values (:id, :nodeId, :placementId, :verb, :rolloutId, :releaseId, :revision, :commandId)
                """;
        sql.createUpdate(insert).bindMethods(order).execute();
    }

    /** Those of {@code nodes} whose agent is ours. */
    Set<Long> ours(Handle sql, Collection<Long> nodes) {
        String in = nodes.stream().map(String::valueOf).collect(Collectors.joining(","));
        return sql.createQuery("select node_id from node_seen where ours and node_id in (" + in + ")")
                .mapTo(Long.class)
                .set();
    }

    /** What a command says of its placement. */
    Argument argument(Handle sql, long placementId) {
        String select = """
                select p.deploy_name, a.name
                from placement p
                join deployment d on d.id = p.deployment_id
                join app a on a.id = d.app_id
                where p.id = :id
                """;
        return sql.createQuery(select)
                .bind("id", placementId)
                .map((row, _) -> new Argument(placementId, row.getString("deploy_name"), row.getString("name")))
                .one();
    }

    /** The commands that were sent and whose end was not taken yet. */
    List<Long> under(Handle sql) {
        return sql.createQuery("select command_id from agent_order where command_id is not null order by id")
                .mapTo(Long.class)
                .list();
    }

    /** Takes the order that {@code commandId} stood for; empty when it is none of ours or was taken. */
    Optional<Order> take(Handle sql, long commandId) {
        Optional<Order> order = sql.createQuery(SELECT + "where command_id = :command")
                .bind("command", commandId)
                .map(ORDER)
                .findOne();
        order.ifPresent(found -> sql.createUpdate("delete from agent_order where id = :id")
                .bind("id", found.id())
                .execute());
        return order;
    }
}
