package io.stardust.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.node.EventModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private final FakeSink server = new FakeSink();

    @TempDir
    Path folder;

    @Test
    void step_isToldAtOnce_withTheRevision() throws IOException {
        try (Spool spool = start(100)) {
            spool.step(step(1, "pulled"));
            until(() -> server.steps().size() == 1);

            assertThat(server.reports.get(0).revision()).isEqualTo(42);
            assertThat(server.steps()).containsExactly(step(1, "pulled"));
            until(() -> size() == 0);
        }
    }

    @Test
    void reports_waitForTheServer_inOrder_ofEachPlacementTheLatest() throws IOException {
        server.away = true;
        try (Spool spool = start(100)) {
            spool.step(step(1, "pulled"));
            until(() -> server.tries.get() > 0);
            for (int i = 2; i <= 50; i++) spool.step(step(i, "pulled"));
            spool.placement(placement(7, "installing"));
            spool.placement(placement(8, "running"));
            spool.placement(placement(7, "running"));
            spool.event(new EventModel(1, "info", "x", "y"));

            server.away = false;
            spool.online();
            until(() -> server.steps().size() == 50 && server.events.size() == 1);

            assertThat(server.steps()).extracting(StepReport::placementId).isSorted();
            assertThat(server.placements()).containsExactly(placement(8, "running"), placement(7, "running"));
        }
    }

    @Test
    void reports_surviveTheAgent() throws IOException {
        server.away = true;
        try (Spool spool = start(100)) {
            spool.step(step(1, "pulled"));
            spool.placement(placement(7, "installing"));
            spool.placement(placement(7, "failed"));
            spool.event(new EventModel(1, "warn", "n", "line\nbreak"));
        }
        Files.writeString(folder.resolve("spool.log"), "S{\"PlacementId\":3,\"St", StandardOpenOption.APPEND);

        server.away = false;
        try (Spool next = start(100)) {
            next.step(step(2, "pulled")); // must not stick to the half line
            until(() -> server.events.size() == 1 && server.steps().size() == 2);

            assertThat(server.steps()).containsExactly(step(1, "pulled"), step(2, "pulled"));
            assertThat(server.placements()).containsExactly(placement(7, "failed"));
            assertThat(server.events.get(0).remark()).isEqualTo("line\nbreak");
            until(() -> size() == 0);
        }
    }

    @Test
    void steps_loseTheOldest_andTheLossIsTold() throws IOException {
        server.away = true;
        try (Spool spool = start(10)) {
            for (int i = 1; i <= 15; i++) spool.step(step(i, "pulled"));
            server.away = false;
            spool.online();
            until(() -> server.events.size() == 1);

            assertThat(server.steps())
                    .extracting(StepReport::placementId)
                    .contains(15L)
                    .doesNotContain(1L);
            assertThat(server.steps()).hasSize(10);
            assertThat(server.events.get(0).remark()).startsWith("5 of the oldest");
        }
    }

    @Test
    void reports_goOn_whenTheServerRefusesOneOfThem() throws IOException {
        server.away = true;
        server.refusedPlacement = 3;
        try (Spool spool = start(100)) {
            for (int i = 1; i <= 5; i++) spool.step(step(i, "pulled"));
            server.away = false;
            spool.online();

            until(() -> server.steps().size() == 4);
            assertThat(server.steps()).extracting(StepReport::placementId).containsExactly(1L, 2L, 4L, 5L);
        }
    }

    @Test
    void taken_keepsWhatCameMeanwhile() {
        var backlog = new Backlog(3);
        backlog.add(placement(7, "installing"));
        backlog.add(step(1, "pulled"));
        Backlog.Batch batch = backlog.batch(100);

        backlog.add(placement(7, "running"));
        for (int i = 2; i <= 5; i++) backlog.add(step(i, "pulled"));
        backlog.taken(batch);

        Backlog.Batch left = backlog.everything();
        assertThat(left.placements()).containsExactly(placement(7, "running"));
        assertThat(left.steps()).extracting(StepReport::placementId).containsExactly(3L, 4L, 5L);
    }

    @Test
    void spool_isBoundedByBytes_andTellsWhatWasDropped_whileTheServerIsAway() throws IOException {
        server.away = true;
        String output = "x".repeat(8_000);
        try (Spool spool = start(1_000_000)) {
            for (int i = 1; i <= 3_000; i++) spool.step(new StepReport(i, 1, 2, "crashed", i, 4, output, null));

            assertThat(size()).as("of 24 MB that came").isLessThan(14L << 20);
            server.away = false;
            spool.online();
            until(() -> !server.events.isEmpty());

            assertThat(server.events.get(0).remark()).contains("of the oldest reports were dropped");
            until(() -> server.steps().stream().anyMatch(step -> step.placementId() == 3_000));
            assertThat(server.steps()).extracting(StepReport::placementId).doesNotContain(1L);
        }
    }

    private Spool start(int maxSteps) throws IOException {
        var spool = new Spool(folder, maxSteps, server, () -> 42, InstantSource.system());
        spool.start();
        return spool;
    }

    private long size() {
        return folder.resolve("spool.log").toFile().length();
    }

    private static StepReport step(long placement, String step) {
        return new StepReport(placement, 1, 2, step, 3, 4, null, null);
    }

    private static PlacementReport placement(long id, String state) {
        return new PlacementReport(id, state, 1, "1.0", 2, 3, 4, 5, null, null, null, false, 6, null);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within 20 s");
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** A server that may be away, or dislike one placement. */
    private static final class FakeSink implements Spool.Sink {
        final List<DeployReport> reports = new CopyOnWriteArrayList<>();
        final List<EventModel> events = new CopyOnWriteArrayList<>();
        volatile boolean away;
        final AtomicInteger tries = new AtomicInteger();
        volatile long refusedPlacement;

        @Override
        public void report(DeployReport report) throws IOException {
            tries.incrementAndGet();
            if (away) throw new IOException("connection refused");
            boolean bad = steps(report).stream().anyMatch(step -> step.placementId() == refusedPlacement);
            if (bad) throw new Envelope.Refused(400, "PlacementId: " + refusedPlacement);
            reports.add(report);
        }

        @Override
        public void events(List<EventModel> some) throws IOException {
            if (away) throw new IOException("connection refused");
            events.addAll(some);
        }

        List<StepReport> steps() {
            List<StepReport> all = new ArrayList<>();
            for (DeployReport report : reports) all.addAll(steps(report));
            return all;
        }

        List<PlacementReport> placements() {
            List<PlacementReport> all = new ArrayList<>();
            for (DeployReport report : reports) all.addAll(Objects.requireNonNull(report.placements()));
            return all;
        }

        private static List<StepReport> steps(DeployReport report) {
            return Objects.requireNonNull(report.steps());
        }
    }
}
