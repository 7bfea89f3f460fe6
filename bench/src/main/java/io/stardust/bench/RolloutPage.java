package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to look at a rollout of 5,000 placements with ten steps each. Bounds: each request within 100 ms at its
 * p99; everything that the page loads first within 200 KB, not packed.
 */
final class RolloutPage implements Load {
    private static final double BOUND_MS = 100;
    private static final long BOUND_BYTES = 200_000;
    private static final int WARM = 50;
    private static final int COUNTED = 100;
    private static final long ROLLOUT = 100_000;
    private static final int PLACEMENTS = 5_000;
    private static final int STEPS = 10;
    private static final List<String> NAMES = List.of(
            "queued",
            "pulled",
            "downloaded",
            "verified",
            "unpacked",
            "stopped",
            "swapped",
            "started",
            "probed",
            "ready");

    /** What the console asks when the page is opened. */
    private static final List<String> FIRST =
            List.of("/rollouts/" + ROLLOUT + "?steps=true", "/deployments/2", "/deployments/2/releases?limit=50");

    private static final List<String> THEN = List.of(
            "/rollouts/" + ROLLOUT,
            "/rollouts/" + ROLLOUT + "/placements?steps=true",
            "/rollouts/" + ROLLOUT + "/placements?state=failed&steps=true",
            "/rollouts/" + ROLLOUT + "/placements?state=ready&steps=true&cursor=4000000001000",
            "/rollouts/" + ROLLOUT + "/placements?batch=7&steps=true",
            "/rollouts/" + ROLLOUT + "/placements?limit=500");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Result run(Path launcher) throws Exception {
        double worst = 0;
        long bytes = 0;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            Path file = stack.folder().resolve("server/stardust.db");
            stack.stopServer();
            ConsoleSeed.fill(file);
            try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                db.setAutoCommit(false);
                seed(db, System.currentTimeMillis());
                db.commit();
            }
            stack.startServer();
            ConsoleSeed.bringUp(file);
            System.out.printf("%-66s %12s %12s%n", "p50 and p99, ms; bytes", "ms", "bytes");
            for (String question : FIRST) bytes += size(stack, question);
            List<String> all = new ArrayList<>(FIRST);
            all.addAll(THEN);
            for (String question : all) {
                List<Double> times = times(stack, question);
                double p99 = Figures.quantile(times, 0.99);
                System.out.printf(
                        Locale.ROOT,
                        "%-66s %5.1f %6.1f %12d%n",
                        question,
                        Figures.median(times),
                        p99,
                        size(stack, question));
                worst = Math.max(worst, p99);
            }
        }
        return new Result(
                worst <= BOUND_MS && bytes <= BOUND_BYTES,
                String.format(
                        Locale.ROOT,
                        "%.1f ms worst p99, bound %.0f ms; first load %d KB, bound %d KB",
                        worst,
                        BOUND_MS,
                        bytes / 1_000,
                        BOUND_BYTES / 1_000));
    }

    private static void seed(Connection db, long now) throws SQLException {
        try (PreparedStatement row = db.prepareStatement(
                "insert into rollout (id, deployment_id, kind, release_id, version, created_by, created_at, batch,"
                        + " batches, status) values (?, 2, 'publish', 6, '2.0', 'admin', ?, '100', 50, 'RUNNING')")) {
            row.setLong(1, ROLLOUT);
            row.setLong(2, now);
            row.executeUpdate();
        }
        try (PreparedStatement part = db.prepareStatement(
                        "insert into rollout_placement (rollout_id, placement_id, node_id, node_name, release_id, version,"
                                + " revision, state, reason, updated_at, batch, from_release_id, from_state)"
                                + " values (?, ?, ?, ?, 6, '2.0', 3, ?, ?, ?, ?, 5, 'RUNNING')");
                PreparedStatement step = db.prepareStatement(
                        "insert into step (id, deployment_id, placement_id, node_name, rollout_id, release_id, version,"
                                + " step, at, duration_ms, detail) values (?, 2, ?, ?, ?, 6, '2.0', ?, ?, 120, ?)")) {
            for (int i = 1; i <= PLACEMENTS; i++) {
                String state = i % 100 == 0 ? "FAILED" : i % 50 == 0 ? "WORKING" : i > 4_000 ? "PLANNED" : "READY";
                part.setLong(1, ROLLOUT);
                part.setLong(2, i);
                part.setLong(3, i);
                part.setString(4, "web-" + i);
                part.setString(5, state);
                part.setString(6, state.equals("FAILED") ? "exited with code 3 after 0.1 s: no such table" : null);
                part.setLong(7, now + i);
                part.setInt(8, (i - 1) / 100);
                part.addBatch();
                for (int s = 0; s < STEPS; s++) {
                    step.setLong(1, 1_000_000L + (long) i * STEPS + s);
                    step.setLong(2, i);
                    step.setString(3, "web-" + i);
                    step.setLong(4, ROLLOUT);
                    step.setString(5, NAMES.get(s));
                    step.setLong(6, now + s * 200L);
                    step.setString(7, s % 5 == 2 ? "12.3 MB in 0.4 s, 3 of 40 parts" : null);
                    step.addBatch();
                }
                if (i % 500 == 0) {
                    part.executeBatch();
                    step.executeBatch();
                }
            }
        }
    }

    private HttpRequest request(Stack stack, String question) {
        return HttpRequest.newBuilder(stack.uri("/api/v1" + question))
                .header("Authorization", "Bearer " + stack.token())
                .build();
    }

    private long size(Stack stack, String question) throws Exception {
        return http.send(request(stack, question), BodyHandlers.ofByteArray()).body().length;
    }

    private List<Double> times(Stack stack, String question) throws Exception {
        HttpRequest request = request(stack, question);
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < WARM + COUNTED; i++) {
            long begun = System.nanoTime();
            var answer = http.send(request, BodyHandlers.ofByteArray());
            double ms = (System.nanoTime() - begun) / 1e6;
            if (answer.statusCode() != 200) throw new IOException(question + ": " + answer.statusCode());
            if (i >= WARM) times.add(ms);
        }
        return times;
    }
}
