package io.stardust.server.node;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.server.db.Ids;
import io.stardust.server.http.Reasons;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The SQL of what agents report of themselves. Stateless; runs on the handle it is given. */
final class SeenStore {
    private static final int EVENTS_PER_NODE = 1_000;

    /** Those who were not given up. */
    List<Known> there(Handle sql) {
        return sql.createQuery("select node_id, ours, lost, seen_at from node_seen where online or lost")
                .map((row, _) -> new Known(
                        row.getLong("node_id"), row.getBoolean("ours"), row.getBoolean("lost"), row.getLong("seen_at")))
                .list();
    }

    /** A node that was there when the server stopped. */
    record Known(long nodeId, boolean ours, boolean lost, long seenAt) {}

    /** Writes the facts of a login; a waiting node's login does not count as being there. */
    void login(Handle sql, long nodeId, NodeInfo machine, boolean online, long now) {
        String upsert = """
                insert into node_seen (node_id, online, ours, version, compile, os_name, architecture, machine_name, ip,
                    info, latest, login_at, seen_at, since)
                values (:node, :online, :ours, :version, :compile, :osName, :architecture, :machineName, :ip,
                    :info, null, :now, :now, :now)
                on conflict (node_id) do update set online = :online, lost = false,
                    since = case when node_seen.online then node_seen.since else :now end,
                    ours = :ours, version = :version,
                    compile = :compile, os_name = :osName, architecture = :architecture, machine_name = :machineName,
                    ip = :ip, info = :info, login_at = :now, seen_at = :now
                """;
        sql.createUpdate(upsert)
                .bind("node", nodeId)
                .bind("online", online)
                .bind("ours", Agents.isOurs(machine.version()))
                .bind("version", machine.version())
                .bind("compile", machine.compile())
                .bind("osName", machine.osName())
                .bind("architecture", machine.architecture())
                .bind("machineName", machine.machineName())
                .bind("ip", machine.ip())
                .bind("info", Json.WIRE.text(machine))
                .bind("now", now)
                .execute();
    }

    long seenAt(Handle sql, long nodeId) {
        return sql.createQuery("select seen_at from node_seen where node_id = :node")
                .bind("node", nodeId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    void heard(Handle sql, Map<Long, Heartbeat> beats) {
        if (beats.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch("""
                update node_seen set since = case when online then since else :at end, online = true, lost = false,
                    seen_at = :at, latest = coalesce(:latest, latest), clock_offset = coalesce(:offset, clock_offset),
                    load_cpu = coalesce(:cpu, load_cpu), load_memory = coalesce(:memory, load_memory),
                    load_disk = coalesce(:disk, load_disk), load_processes = coalesce(:processes, load_processes)
                where node_id = :node
                """);
        beats.forEach((node, beat) -> {
            @Nullable PingInfo metrics = beat.metrics();
            Load load = Load.of(metrics);
            batch.bind("node", node)
                    .bind("at", beat.at())
                    .bind("latest", metrics == null ? null : Json.WIRE.text(metrics))
                    .bind("offset", beat.offset())
                    .bind("cpu", load.cpu())
                    .bind("memory", load.memory())
                    .bind("disk", load.disk())
                    .bind("processes", load.processes())
                    .add();
        });
        batch.execute();
    }

    /** They are given up; since {@code now} unless they were lost before. */
    void offline(Handle sql, Collection<Long> nodes, long now) {
        mark(sql, """
                update node_seen set since = case when lost then since else :at end, online = false, lost = false
                where node_id = :node
                """, nodes.stream().collect(Collectors.toMap(node -> node, _ -> now)));
    }

    /** They do not respond, each since its time. */
    void lost(Handle sql, Map<Long, Long> since) {
        mark(sql, "update node_seen set online = false, lost = true, since = :at where node_id = :node", since);
    }

    private static void mark(Handle sql, String update, Map<Long, Long> times) {
        if (times.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch(update);
        times.forEach((node, at) -> batch.bind("node", node).bind("at", at).add());
        batch.execute();
    }

    Optional<NodeInfo> info(Handle sql, long nodeId) {
        return sql.createQuery("select info from node_seen where node_id = :node")
                .bind("node", nodeId)
                .mapTo(String.class)
                .findOne()
                .map(text -> Json.WIRE.read(text, NodeInfo.class));
    }

    Optional<Heartbeat> latest(Handle sql, long nodeId) {
        String select = """
                select latest, seen_at, clock_offset from node_seen where node_id = :node and latest is not null
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .map((row, _) -> {
                    long offset = row.getLong("clock_offset");
                    boolean known = !row.wasNull();
                    return new Heartbeat(
                            row.getLong("seen_at"),
                            Json.WIRE.read(row.getString("latest"), PingInfo.class),
                            known ? offset : null);
                })
                .findOne();
    }

    /** Adds events, all for the reason {@code why} if there is one, and forgets the oldest beyond the bound. */
    void addEvents(Handle sql, long nodeId, List<EventModel> events, @Nullable String why) {
        long id = Ids.reserve(sql, "node_event", events.size());
        PreparedBatch batch = sql.prepareBatch("""
                insert into node_event (id, node_id, at, type, name, remark, why)
                values (:id, :node, :at, :type, :name, :remark, :why)
                """);
        for (EventModel event : events) {
            batch.bind("id", id++)
                    .bind("node", nodeId)
                    .bind("at", event.time())
                    .bind("type", event.type())
                    .bind("name", event.name())
                    .bind("remark", event.remark())
                    .bind("why", why)
                    .add();
        }
        batch.execute();
        String forget = """
                delete from node_event where node_id = :node and id < (
                    select id from node_event where node_id = :node order by id desc limit 1 offset :kept)
                """;
        sql.createUpdate(forget)
                .bind("node", nodeId)
                .bind("kept", EVENTS_PER_NODE - 1)
                .execute();
    }

    List<EventView> events(Handle sql, long nodeId, long cursor, int limit) {
        String select = """
                select id, at, type, name, remark, why from node_event
                where node_id = :node and (:cursor = 0 or id < :cursor)
                order by id desc limit :limit
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .bind("cursor", cursor)
                .bind("limit", limit)
                .map((row, _) -> new EventView(
                        row.getLong("id"),
                        row.getLong("at"),
                        row.getString("type"),
                        row.getString("name"),
                        row.getString("remark"),
                        Reasons.read(row.getString("why"))))
                .list();
    }

    /** What nodes are sorted by; null what is not known. */
    private record Load(
            @Nullable Double cpu,
            @Nullable Double memory,
            @Nullable Double disk,
            @Nullable Long processes) {
        static Load of(@Nullable PingInfo metrics) {
            if (metrics == null) return new Load(null, null, null, null);
            return new Load(
                    Double.isFinite(metrics.cpuRate()) ? metrics.cpuRate() : null,
                    used(metrics.memory(), metrics.availableMemory()),
                    used(metrics.totalSize(), metrics.availableFreeSpace()),
                    (long) metrics.processCount());
        }

        private static @Nullable Double used(long total, long free) {
            return total <= 0 ? null : (double) (total - free) / total;
        }
    }

    /**
     * The newest sign of life of a node that is there.
     *
     * @param metrics null when it has only logged in
     * @param offset how far its clock was ahead of ours, ms; null when it did not tell its time
     */
    record Heartbeat(
            long at, @Nullable PingInfo metrics, @Nullable Long offset) {}
}
