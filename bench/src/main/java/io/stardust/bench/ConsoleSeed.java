package io.stardust.bench;

import io.stardust.protocol.Build;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills the file of a server that is down as a fleet of 5,000 nodes would have within a month: 20 projects with 250
 * nodes and 10 deployments each, every deployment on every node of its project, and 100,000 changes.
 */
final class ConsoleSeed {
    static final int PROJECTS = 20;
    static final int NODES = 5_000;
    static final int DEPLOYMENTS = 200;
    static final int PLACEMENTS = 50_000;
    static final int CHANGES = 100_000;
    private static final int ROLLOUTS = 2; // of each deployment

    private static final List<String> ZONES = List.of("east", "west", "north", "south", "edge");
    private static final String VERSION = Build.read().version();
    private static final long DAY = 86_400_000;

    private final Connection db;
    private final long now = System.currentTimeMillis();

    private ConsoleSeed(Connection db) {
        this.db = db;
    }

    /** The server must have been started once, so that the tables are there, and have ended. */
    static void fill(Path file) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            db.setAutoCommit(false);
            var seed = new ConsoleSeed(db);
            seed.projects();
            seed.nodes();
            seed.deployments();
            seed.placements();
            seed.rollouts();
            seed.changes();
            db.commit();
        }
    }

    /** A server that starts believes nobody to be there: this says of a running one's nodes that 2 % are away. */
    static void bringUp(Path file) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = db.createStatement()) {
            sql.execute("pragma busy_timeout = 10000");
            sql.executeUpdate("update node_seen set online = (node_id % 50 <> 0)");
        }
    }

    /** Project 1 is there from the beginning. */
    static long project(long node) {
        return node % PROJECTS + 1;
    }

    private void projects() throws SQLException {
        run(
                "insert or ignore into project (id, name, revision, created_at) values (?, ?, 1, ?)",
                2,
                PROJECTS,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setString(2, "project-" + i);
                    row.setLong(3, now - 90 * DAY);
                });
        last("project", PROJECTS);
    }

    private void nodes() throws SQLException {
        run(
                "insert into node (id, project_id, code, hardware_code, name, product, secret, enabled, approved, replaces,"
                        + " labels, revision, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, 'StarAgent', ?, true, ?, null, ?, 1, ?, ?)",
                1,
                NODES,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, project(i));
                    row.setString(3, "%08X".formatted(i * 2_654_435_761L & 0xFFFFFFFFL));
                    row.setString(4, "hardware-" + i);
                    row.setString(5, "%s-web-%04d".formatted(ZONES.get((int) i % 5), i));
                    row.setString(6, "sealed".repeat(12));
                    row.setBoolean(7, i % 500 != 7);
                    row.setString(
                            8,
                            "{\"labels\":{\"zone\":\"%s\",\"rack\":\"r%d\",\"role\":\"web\"}}"
                                    .formatted(ZONES.get((int) i % 5), i % 50));
                    row.setLong(9, now - 60 * DAY + i);
                    row.setLong(10, now - DAY);
                });
        run(
                "insert into node_seen (node_id, online, ours, version, compile, os_name, architecture, machine_name, ip,"
                        + " info, latest, login_at, seen_at)"
                        + " values (?, true, true, '" + VERSION
                        + "', '2026-01-01T00:00:00', 'Debian GNU/Linux 13', 'X64', ?, ?,"
                        + " ?, ?, ?, ?)",
                1,
                NODES,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setString(2, "host" + i);
                    row.setString(3, "10.%d.%d.%d".formatted(i / 65_536, i / 256 % 256, i % 256));
                    row.setString(4, "{\"MachineName\":\"host%d\",\"Product\":\"%s\"}".formatted(i, "x".repeat(1_500)));
                    row.setString(
                            5,
                            "{\"CpuRate\":0.25,\"AvailableMemory\":1024,\"Processes\":\"%s\"}"
                                    .formatted("p".repeat(500)));
                    row.setLong(6, now - DAY);
                    row.setLong(7, now - i % 60_000);
                });
        run(
                "insert into node_label (node_id, key, value) values (?, 'zone', ?), (?, 'rack', ?), (?, 'role', 'web')",
                1,
                NODES,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setString(2, ZONES.get((int) i % 5));
                    row.setLong(3, i);
                    row.setString(4, "r" + i % 50);
                    row.setLong(5, i);
                });
        last("node", NODES);
    }

    private void deployments() throws SQLException {
        run(
                "insert into app (id, project_id, name, enabled, revision, created_at, updated_at)"
                        + " values (?, ?, ?, true, 1, ?, ?)",
                1,
                DEPLOYMENTS,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, project(i));
                    row.setString(3, "service-" + i);
                    row.setLong(4, now - 60 * DAY);
                    row.setLong(5, now - DAY);
                });
        run(
                "insert into deployment (id, project_id, app_id, name, enabled, arguments, mode, allow_multiple, max_memory,"
                        + " auto_stop, reload_on_change, port, priority, oom_score_adjust, release_id, revision, created_at,"
                        + " updated_at) values (?, ?, ?, ?, true, '--port 8080', 'STANDARD', false, 512, false, false, 0, 0,"
                        + " 0, ?, 7, ?, ?)",
                1,
                DEPLOYMENTS,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, project(i));
                    row.setLong(3, i);
                    row.setString(4, "service-" + i);
                    row.setLong(5, i * 3);
                    row.setLong(6, now - 60 * DAY);
                    row.setLong(7, now - DAY);
                });
        run(
                "insert into release (id, deployment_id, version, enabled, file_name, sha256, md5, size, mode, created_by,"
                        + " revision, created_at) values (?, ?, ?, true, 'service.zip', ?, ?, 20000000, 'STANDARD', 'admin',"
                        + " 1, ?)",
                1,
                DEPLOYMENTS * 3,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, (i + 2) / 3);
                    row.setString(3, "1." + i % 3);
                    row.setString(4, "%064x".formatted(i));
                    row.setString(5, "%032x".formatted(i));
                    row.setLong(6, now - 30 * DAY);
                });
        last("app", DEPLOYMENTS);
        last("deployment", DEPLOYMENTS);
        last("release", DEPLOYMENTS * 3);
    }

    /** The {@code i}th placement: its deployment, and one of the nodes of the same project. */
    private static long deployment(long i) {
        return (i - 1) % DEPLOYMENTS + 1;
    }

    private static long node(long i) {
        long nth = (i - 1) / DEPLOYMENTS; // 0–249 within the project
        long first = deployment(i) % PROJECTS;
        return first == 0 ? (nth + 1) * PROJECTS : nth * PROJECTS + first;
    }

    private void placements() throws SQLException {
        run(
                "insert into placement (id, deployment_id, node_id, deploy_name, enabled, port, state, release_id, restarts,"
                        + " rollout_id, desired_revision, revision, created_at, updated_at)"
                        + " values (?, ?, ?, ?, true, 0, 'RUNNING', ?, 0, ?, 3, 4, ?, ?)",
                1,
                PLACEMENTS,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, deployment(i));
                    row.setLong(3, node(i));
                    row.setString(4, "service-" + deployment(i));
                    row.setLong(5, deployment(i) * 3);
                    row.setLong(6, deployment(i) * ROLLOUTS);
                    row.setLong(7, now - 60 * DAY);
                    row.setLong(8, now - DAY);
                });
        run(
                "insert into observed (placement_id, state, release_id, version, revision, pid, started_at, crashes,"
                        + " exit_code, reason, output, adopted, seen_at, working_set, cpu_usage, threads, measured_at)"
                        + " values (?, ?, ?, '1.0', 3, 4711, ?, 0, null, ?, ?, false, ?, 90000000, 0.1, 20, ?)",
                1,
                PLACEMENTS,
                (row, i) -> {
                    boolean failed = i % 101 == 0;
                    row.setLong(1, i);
                    row.setString(
                            2, failed ? "GAVE_UP" : i % 53 == 0 ? "STOPPED" : i % 97 == 0 ? "STARTING" : "RUNNING");
                    row.setLong(3, deployment(i) * 3);
                    row.setLong(4, now - DAY);
                    row.setString(5, failed ? "exit code 1" : null);
                    row.setString(6, failed ? "last line of its output\n".repeat(40) : null);
                    row.setLong(7, now - i % 60_000);
                    row.setLong(8, now - i % 60_000);
                });
        last("placement", PLACEMENTS);
    }

    private void rollouts() throws SQLException {
        int rollouts = DEPLOYMENTS * ROLLOUTS;
        run(
                "insert into rollout (id, deployment_id, kind, release_id, version, created_by, created_at)"
                        + " values (?, ?, 'publish', ?, '1.0', 'admin', ?)",
                1,
                rollouts,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setLong(2, (i + 1) / ROLLOUTS);
                    row.setLong(3, (i + 1) / ROLLOUTS * 3);
                    row.setLong(4, now - 30 * DAY + i);
                });
        run(
                "insert into rollout_placement (rollout_id, placement_id, node_id, node_name, release_id, version, revision,"
                        + " state, reason, updated_at) values (?, ?, ?, ?, ?, '1.0', 3, ?, ?, ?)",
                1,
                PLACEMENTS,
                (row, i) -> {
                    boolean failed = i % 1_009 == 0;
                    row.setLong(1, deployment(i) * ROLLOUTS);
                    row.setLong(2, i);
                    row.setLong(3, node(i));
                    row.setString(4, "web-" + node(i));
                    row.setLong(5, deployment(i) * 3);
                    row.setString(6, failed ? "FAILED" : "READY");
                    row.setString(7, failed ? "exit code 1" : null);
                    row.setLong(8, now - 30 * DAY);
                });
        run(
                "insert into step (id, deployment_id, placement_id, node_name, rollout_id, release_id, version, step, at,"
                        + " duration_ms) values (?, ?, ?, ?, ?, ?, '1.0', ?, ?, 120)",
                1,
                PLACEMENTS * 2,
                (row, i) -> {
                    long placement = (i + 1) / 2;
                    row.setLong(1, i);
                    row.setLong(2, deployment(placement));
                    row.setLong(3, placement);
                    row.setString(4, "web-" + node(placement));
                    row.setLong(5, deployment(placement) * ROLLOUTS);
                    row.setLong(6, deployment(placement) * 3);
                    row.setString(7, i % 2 == 0 ? "ready" : "downloaded");
                    row.setLong(8, now - 30 * DAY + i);
                });
        last("rollout", rollouts);
        last("step", PLACEMENTS * 2);
    }

    private void changes() throws SQLException {
        long first; // ids go on behind those the first start made
        try (Statement sql = db.createStatement();
                var found = sql.executeQuery("select coalesce(max(id), 0) from change")) {
            found.next();
            first = found.getLong(1);
        }
        run(
                "insert into change (id, at, actor, address, project_id, kind, subject_kind, subject_id, before, after)"
                        + " values (?, ?, ?, '10.1.2.3', ?, ?, ?, ?, ?, ?)",
                1,
                CHANGES,
                (row, i) -> {
                    boolean placed = i % 4 != 0;
                    long id = placed ? i % PLACEMENTS + 1 : i % DEPLOYMENTS + 1;
                    long deployment = placed ? deployment(id) : id;
                    String json = "{\"id\":%d,\"deploymentId\":%d,\"name\":\"service-%d\",\"note\":\"%s\"}"
                            .formatted(id, deployment, deployment, "n".repeat(350));
                    row.setLong(1, first + i);
                    row.setLong(2, now - (CHANGES - i) * 30 * DAY / CHANGES);
                    row.setString(3, "user:%d person-%d".formatted(i % 40 + 1, i % 40 + 1));
                    row.setLong(4, project(deployment));
                    row.setString(5, placed ? "placement.published" : "deployment.updated");
                    row.setString(6, placed ? "placement" : "deployment");
                    row.setString(7, String.valueOf(id));
                    row.setString(8, json);
                    row.setString(9, json);
                });
        last("change", first + CHANGES);
    }

    private void run(String insert, long from, long to, Row row) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(insert)) {
            for (long i = from; i <= to; i++) {
                row.fill(statement, i);
                statement.addBatch();
                if (i % 5_000 == 0) statement.executeBatch();
            }
            statement.executeBatch();
        }
    }

    /** Ids that the server draws go on behind these. */
    private void last(String name, long id) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement("insert into sequence (name, last) values (?, ?)"
                + " on conflict (name) do update set last = excluded.last")) {
            statement.setString(1, name);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    private interface Row {
        void fill(PreparedStatement row, long i) throws SQLException;
    }
}
