package io.stardust.server.command;

import io.stardust.protocol.command.CommandStatus;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The SQL of orders. Stateless; runs on the handle it is given. */
final class CommandStore {
    private static final int KEPT_PER_NODE = 1_000;

    private static final String COMMAND = """
            select c.id, c.project_id, c.node_id, c.command, c.argument, c.status, c.acknowledged, c.times, c.result,
                c.created_at, c.created_by, c.start_at, c.expire_at, c.delivered_at, c.finished_at
            from command c
            """;

    Optional<Command> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(COMMAND + "where c.id = :id and " + visible.on("c.project_id"))
                .bind("id", id)
                .map(CommandStore::command)
                .findOne();
    }

    List<Command> page(Handle sql, Visible visible, long nodeId, long cursor, int limit) {
        String select = COMMAND + """
                where c.node_id = :node and (:cursor = 0 or c.id < :cursor) and %s
                order by c.id desc limit :limit
                """.formatted(visible.on("c.project_id"));
        return sql.createQuery(select)
                .bind("node", nodeId)
                .bind("cursor", cursor)
                .bind("limit", limit)
                .map(CommandStore::command)
                .list();
    }

    /** Unanswered orders of a node that may start by {@code startBy}, oldest first. */
    List<Command> unanswered(Handle sql, long nodeId, Instant startBy, int limit) {
        String select = COMMAND + """
                where c.node_id = :node and c.status < 2 and coalesce(c.start_at, 0) <= :startBy
                order by c.id limit :limit
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .bind("startBy", startBy.toEpochMilli())
                .bind("limit", limit)
                .map(CommandStore::command)
                .list();
    }

    /** Of the same, those never handed over. */
    List<Command> undelivered(Handle sql, long nodeId, Instant startBy, int limit) {
        String select = COMMAND + """
                where c.node_id = :node and c.status = 0 and c.delivered_at is null
                    and coalesce(c.start_at, 0) <= :startBy
                order by c.id limit :limit
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .bind("startBy", startBy.toEpochMilli())
                .bind("limit", limit)
                .map(CommandStore::command)
                .list();
    }

    long unansweredCount(Handle sql, long nodeId) {
        return sql.createQuery("select count(*) from command where node_id = :node and status < 2")
                .bind("node", nodeId)
                .mapTo(Long.class)
                .one();
    }

    /** Unanswered orders whose time is over: past their expiry, or without one since before {@code lostBefore}. */
    List<Command> overdue(Handle sql, Instant now, Instant lostBefore) {
        String select = COMMAND + """
                where c.status < 2 and (c.expire_at < :now
                    or (c.expire_at is null and coalesce(c.start_at, c.created_at) < :lost))
                order by c.id limit 500
                """;
        return sql.createQuery(select)
                .bind("now", now.toEpochMilli())
                .bind("lost", lostBefore.toEpochMilli())
                .map(CommandStore::command)
                .list();
    }

    /** For each node with unanswered orders, the newest of them. */
    Map<Long, Long> newestUnanswered(Handle sql) {
        Map<Long, Long> newest = new HashMap<>();
        sql.createQuery("select node_id, max(id) as newest from command where status < 2 group by node_id")
                .map((row, _) -> Map.entry(row.getLong("node_id"), row.getLong("newest")))
                .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
        return newest;
    }

    /** Adds an order and forgets the oldest answered ones of its node beyond the bound. */
    void insert(Handle sql, Command command) {
        String insert = """
                insert into command (id, project_id, node_id, command, argument, status, acknowledged, times, result,
                    created_at, created_by, start_at, expire_at, delivered_at, finished_at)
                values (:id, :project, :node, :command, :argument, :status, :acknowledged, :times, :result,
                    :createdAt, :createdBy, :startAt, :expireAt, :deliveredAt, :finishedAt)
                """;
        sql.createUpdate(insert)
                .bind("id", command.id())
                .bind("project", command.projectId())
                .bind("node", command.nodeId())
                .bind("command", command.command())
                .bind("argument", command.argument())
                .bind("status", command.status())
                .bind("acknowledged", command.acknowledged())
                .bind("times", command.times())
                .bind("result", command.result())
                .bind("createdAt", command.createdAt().toEpochMilli())
                .bind("createdBy", command.createdBy())
                .bind("startAt", millis(command.startAt()))
                .bind("expireAt", millis(command.expireAt()))
                .bind("deliveredAt", millis(command.deliveredAt()))
                .bind("finishedAt", millis(command.finishedAt()))
                .execute();
        String forget = """
                delete from command where node_id = :node and status >= 2 and id < (
                    select id from command where node_id = :node order by id desc limit 1 offset :kept)
                """;
        sql.createUpdate(forget)
                .bind("node", command.nodeId())
                .bind("kept", KEPT_PER_NODE - 1)
                .execute();
    }

    void delivered(Handle sql, long id, Instant now) {
        String update = """
                update command set status = :processing, times = times + 1, delivered_at = coalesce(delivered_at, :now)
                where id = :id
                """;
        sql.createUpdate(update)
                .bind("processing", CommandStatus.PROCESSING)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    void acknowledged(Handle sql, long id, @Nullable String result) {
        String update = """
                update command set status = :processing, acknowledged = true, result = :result
                where id = :id and status < 2
                """;
        sql.createUpdate(update)
                .bind("processing", CommandStatus.PROCESSING)
                .bind("result", result)
                .bind("id", id)
                .execute();
    }

    /** The node's word stands, also against a server that gave up waiting, but its first word only. */
    void answered(Handle sql, long id, int status, @Nullable String result, Instant now) {
        String update = """
                update command set status = :status, result = :result, finished_at = :now
                where id = :id and status in (0, 1, 3)
                """;
        end(sql, update, id, status, result, now);
    }

    void finished(Handle sql, long id, int status, @Nullable String result, Instant now) {
        String update = """
                update command set status = :status, result = :result, finished_at = :now
                where id = :id and status < 2
                """;
        end(sql, update, id, status, result, now);
    }

    private static void end(Handle sql, String update, long id, int status, @Nullable String result, Instant now) {
        sql.createUpdate(update)
                .bind("status", status)
                .bind("result", result)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Deletes the orders that ended first; one whose end has yet to be taken stays. */
    static int expire(Handle sql, long before, int limit) {
        String delete = """
                delete from command where id in (
                    select c.id from command c
                    where c.status >= 2 and c.finished_at < :before
                        and not exists (select 1 from agent_order o where o.command_id = c.id)
                    order by c.finished_at limit :limit)
                """;
        return sql.createUpdate(delete)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }

    void move(Handle sql, long nodeId, long projectId) {
        sql.createUpdate("update command set project_id = :project where node_id = :node and project_id <> :project")
                .bind("project", projectId)
                .bind("node", nodeId)
                .execute();
    }

    void forget(Handle sql, long nodeId) {
        sql.createUpdate("delete from command where node_id = :node")
                .bind("node", nodeId)
                .execute();
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static Command command(ResultSet row, StatementContext context) throws SQLException {
        return new Command(
                row.getLong("id"),
                row.getLong("project_id"),
                row.getLong("node_id"),
                row.getString("command"),
                row.getString("argument"),
                row.getInt("status"),
                row.getBoolean("acknowledged"),
                row.getInt("times"),
                row.getString("result"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("created_by"),
                instant(row, "start_at"),
                instant(row, "expire_at"),
                instant(row, "delivered_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
