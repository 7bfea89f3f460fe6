package io.stardust.agent.supervise;

import io.stardust.agent.install.Installer;
import io.stardust.agent.install.Whereabouts;
import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A node with a real supervisor and installer over a folder; ends every process it started. */
final class TestNode implements AutoCloseable {
    static final SupervisorSettings QUICK = new SupervisorSettings(
            Duration.ofMillis(300),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            100_000,
            2,
            4,
            Duration.ofMillis(100),
            new RestartLimits(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1), 4),
            true,
            Duration.ofMillis(300),
            Duration.ofMillis(700),
            true);

    /** Nothing that ends within a minute has ever been ready, however slow the machine is. */
    static final SupervisorSettings PATIENT = new SupervisorSettings(
            Duration.ofMinutes(1),
            QUICK.stopWait(),
            QUICK.checkEvery(),
            QUICK.logCheckEvery(),
            QUICK.logPartBytes(),
            QUICK.logKeep(),
            QUICK.installs(),
            QUICK.retryInstall(),
            QUICK.restart(),
            QUICK.pidfd(),
            QUICK.reloadWait(),
            QUICK.startupWait(),
            QUICK.outputSent());

    final Path data;
    final List<PlacementReport> placements = new CopyOnWriteArrayList<>();
    final List<StepReport> steps = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> packages = new ConcurrentHashMap<>();
    final Set<String> stuck = ConcurrentHashMap.newKeySet(); // packages that never come
    final SupervisorSettings settings;
    volatile Traffic.Left left = Traffic.Left.CLEAN; // what becomes of each drain
    volatile CountDownLatch drained = new CountDownLatch(0); // until then it lasts
    final List<Traffic.Stop> drains = new CopyOnWriteArrayList<>();
    final List<Integer> ports = new CopyOnWriteArrayList<>(); // of each process that may be called
    final List<String> ends = new CopyOnWriteArrayList<>(); // runs of which nothing is there any more
    Supervisor supervisor;
    private Installer installer;

    @Nullable
    String javaAgent;

    private long revision;

    private final InstantSource clock;

    TestNode(Path data) {
        this(data, QUICK);
    }

    TestNode(Path data, SupervisorSettings settings) {
        this(data, settings, InstantSource.system());
    }

    TestNode(Path data, SupervisorSettings settings, InstantSource clock) {
        this.data = data;
        this.settings = settings;
        this.clock = clock;
        this.installer = installer();
        this.supervisor = make();
    }

    private Installer installer() {
        PackageSource source = (url, from) -> {
            if (stuck.contains(url)) return new PackageSource.Body(new Stuck(), 1000, false);
            byte[] zip = packages.get(url);
            if (zip == null) throw new FileNotFoundException(url);
            return new PackageSource.Body(new ByteArrayInputStream(zip), zip.length, false);
        };
        return new Installer(
                data, source, Trust.SERVER, clock, new Whereabouts("http://server.example:6600", "web1", javaAgent));
    }

    private Supervisor make() {
        Reports reports = new Reports() {
            @Override
            public void placement(PlacementReport report) {
                placements.add(report);
            }

            @Override
            public void step(StepReport step) {
                steps.add(step);
            }
        };
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "STARDUST_TOKEN", "secret");
        return new Supervisor(data, installer, reports, new Drained(), environment, settings, clock, new Random(1));
    }

    /** Nobody is told; a stop waits as the test wants. */
    private final class Drained implements Traffic {
        @Override
        public void up(DeployInfo placement, @Nullable String run) {
            if (placement.service() != null) ports.add(placement.service().port());
        }

        @Override
        public void down(DeployInfo placement, @Nullable String run) {}

        @Override
        public Left leaving(DeployInfo placement, @Nullable String run, Stop stop) throws InterruptedException {
            drains.add(stop);
            if (drained.getCount() > 0) stop.led().accept(Duration.ofSeconds(30));
            drained.await();
            return left;
        }

        @Override
        public void ended(DeployInfo placement, @Nullable String run) {
            ends.add(String.valueOf(run));
        }
    }

    private static final class Stuck extends InputStream {
        @Override
        public int read() {
            while (!Thread.currentThread().isInterrupted()) LockSupport.park();
            return -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }

    TestNode start() throws Exception {
        supervisor.start();
        return this;
    }

    /** The agent is killed and started again; its children live on. */
    void restartAgent() throws Exception {
        supervisor.close();
        placements.clear();
        steps.clear();
        installer = installer();
        installer.recover();
        supervisor = make();
        supervisor.start();
    }

    void script(String app, String body) throws IOException {
        Path file = data.resolve("apps").resolve(app).resolve("run.sh");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        if (!file.toFile().setExecutable(true)) throw new IOException("not executable: " + file);
    }

    /** Offers a package whose run.sh does that; returns its hash. */
    String offer(String url, String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("run.sh");
            entry.setTime(0); // the same bytes each time
            zip.putNextEntry(entry);
            zip.write(("#!/bin/sh\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
        }
        packages.put(url, bytes.toByteArray());
        return Hashes.sha256Hex(bytes.toByteArray());
    }

    void want(Deploys... all) throws Exception {
        revision++;
        List<DeployInfo> list =
                java.util.Arrays.stream(all).map(each -> each.info(revision)).toList();
        supervisor.desired(list);
    }

    PlacementReport latest(long id) {
        return supervisor.snapshot().stream()
                .filter(report -> report.id() == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is known of placement " + id));
    }

    PlacementReport await(long id, String state) throws Exception {
        Awaits.until(
                () -> "placement %d %s, but it is %s".formatted(id, state, supervisor.snapshot()),
                () -> supervisor.snapshot().stream()
                        .anyMatch(report -> report.id() == id && state.equals(report.state())));
        return latest(id);
    }

    /** Waits for that state with a reason that holds those words. */
    PlacementReport awaitReason(long id, String state, String words) throws Exception {
        Awaits.until(
                () -> "placement %d %s because of '%s', but it is %s"
                        .formatted(id, state, words, supervisor.snapshot()),
                () -> supervisor.snapshot().stream()
                        .anyMatch(report -> report.id() == id
                                && state.equals(report.state())
                                && String.valueOf(report.reason()).contains(words)));
        return latest(id);
    }

    /** Waits for another running process than {@code pid}. */
    PlacementReport awaitOther(long id, long pid) throws Exception {
        Awaits.until(
                () -> "another process than %d: %s".formatted(pid, supervisor.snapshot()),
                () -> latest(id).pid() != 0 && latest(id).pid() != pid);
        return latest(id);
    }

    List<String> stepNames(long id) {
        return steps.stream()
                .filter(step -> step.placementId() == id)
                .map(step -> String.valueOf(step.step()))
                .toList();
    }

    void awaitSteps(long id, String... names) throws Exception {
        Awaits.until(() -> "steps: " + steps, () -> stepNames(id).equals(List.of(names)));
    }

    /**
     * Waits for an end whose detail begins like this, of a start or of one that was ready: that hangs on the machine.
     */
    void awaitEnd(long id, String detail) throws Exception {
        Awaits.until(
                () -> "end: %s, but there are %s".formatted(detail, steps),
                () -> steps.stream()
                        .anyMatch(each -> each.placementId() == id
                                && String.valueOf(each.detail()).startsWith(detail)));
    }

    /** Waits for that step with a detail that begins like this. */
    void awaitDetail(long id, String step, String detail) throws Exception {
        Awaits.until(
                () -> "step %s: %s, but there are %s".formatted(step, detail, steps),
                () -> steps.stream()
                        .anyMatch(each -> each.placementId() == id
                                && step.equals(each.step())
                                && String.valueOf(each.detail()).startsWith(detail)));
    }

    /** Waits for the step of an end by itself, however long the process lived. */
    void awaitExit(long id, String step, int code, String lastLine) throws Exception {
        String detail = "exited with code %d after \\S+ s: %s".formatted(code, Pattern.quote(lastLine));
        Awaits.until(
                () -> "step %s: %s, but there are %s".formatted(step, detail, steps),
                () -> steps.stream()
                        .anyMatch(each -> each.placementId() == id
                                && step.equals(each.step())
                                && String.valueOf(each.detail()).matches(detail)));
    }

    String printed(String app) throws IOException {
        Path log = data.resolve("logs").resolve(app).resolve("out.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Kills and returns when it is dead. */
    static void kill(long pid) throws Exception {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Awaits.until(() -> "death of process " + pid, () -> !runs(pid));
    }

    static boolean runs(long pid) {
        return new ProcTable(Path.of("/proc"))
                .find(pid)
                .filter(ProcTable.Entry::alive)
                .isPresent();
    }

    @Override
    public void close() {
        supervisor.close();
        ProcTable table = new ProcTable(Path.of("/proc"));
        for (ProcTable.Entry each : table.all()) {
            boolean ours = table.directory(each.pid())
                    .filter(at -> at.startsWith(data))
                    .isPresent();
            if (ours) ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
