package io.stardust.agent.supervise;

import io.stardust.agent.config.ConfigWriter;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.probe.Prober;
import io.stardust.agent.state.DesiredState;
import io.stardust.agent.state.ProcessRecords;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import io.stardust.agent.supervise.process.Cgroups;
import io.stardust.agent.supervise.process.Launcher;
import io.stardust.agent.supervise.process.Metering;
import io.stardust.agent.supervise.process.Ports;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.agent.supervise.process.ProcessWatch;
import io.stardust.agent.supervise.process.Runs;
import io.stardust.agent.supervise.process.Sessions;
import io.stardust.agent.supervise.process.Survivors;
import io.stardust.agent.supervise.process.Words;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.node.AppUse;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node's apps to their desired state and keeps them there. Thread-safe.
 *
 * <p>One thread decides; it never waits for a disk or a network, so that the death of one process is answered within
 * milliseconds whatever happens to the others. A bounded number of threads installs, starts and stops; they end when
 * there is nothing to do.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Path PROC = Path.of("/proc");
    private static final Duration END_WAIT = Duration.ofSeconds(7); // the agent itself has 10 s to end

    private final SupervisorSettings settings;
    private final Path state;
    private final Serial decisions = new Serial("supervise");
    private final Serial disk = new Serial("supervise-disk");
    private final Hands hands;
    private final DesiredState desiredState;
    private final Memory memory;
    private final Bulletin bulletin;
    private final Outputs outputs;
    private final ProcessWatch watch;
    private final Sessions sessions;
    private final SupervisorContext shop;
    private final Survivors survivors;
    private final Outputs rehearsed;
    private final Roster roster;
    private final Leftovers leftovers = new Leftovers();
    private volatile @Nullable List<DeployInfo> unsaved; // written under the lock of this
    private final Metering metering;

    /**
     * Touches nothing yet.
     *
     * @param environment The agent's own; apps get it without names that begin with {@code STARDUST_}.
     */
    public Supervisor(
            Path dataDir,
            Installer installer,
            Reports reports,
            Traffic traffic,
            Map<String, String> environment,
            SupervisorSettings settings,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.hands = new Hands(settings.installs());
        Layout layout = new Layout(dataDir);
        this.state = layout.data().resolve("state");
        this.desiredState = new DesiredState(state);
        this.memory = new Memory(new ProcessRecords(state), disk);
        this.bulletin = new Bulletin(reports, disk);
        this.outputs = new Outputs(layout, settings, clock);
        ProcTable table = new ProcTable(PROC);
        this.metering = new Metering(table, System::nanoTime);
        this.watch = new ProcessWatch(table, settings.pidfd());
        this.sessions = new Sessions(table);
        Ports ports = new Ports(PROC, table, sessions);
        this.shop = new SupervisorContext(
                decisions,
                hands,
                memory,
                installer,
                new Launcher(environment),
                table,
                sessions,
                bulletin,
                outputs,
                new Words(ports),
                settings,
                clock,
                random,
                LOG,
                new Prober(),
                new FileWatch(settings.reloadWait()),
                new Cgroups(PROC),
                new Runs(dataDir, table),
                ports,
                new WorkFolders(),
                new ConfigWriter(layout),
                traffic);
        this.survivors = new Survivors(table, watch);
        this.roster = new Roster(shop, survivors);
        this.rehearsed = new Outputs(layout, settings, clock);
    }

    /**
     * Takes on what an earlier agent left running and starts what is missing, from saved state alone. The installer
     * must have recovered before. Returns when every survivor is guarded.
     *
     * @throws IOException if the state cannot be read
     */
    public void start() throws IOException, InterruptedException {
        List<DeployInfo> saved = desiredState.load();
        memory.load();
        outputs.begin();
        boolean adopted = ask(() -> {
            roster.begin(saved);
            return roster.hasAdopted();
        });
        new CrashPathWarmup(shop, state, rehearsed, adopted ? survivors : null).begin();
        outputs.rotateAlways(disk);
        decisions.after(settings.checkEvery(), this::check);
    }

    /**
     * Takes the whole list of this node as just pulled. It is on the disk when this returns; acting on it follows. An
     * app that is not in the list runs on: only an entry that says {@code removed} uninstalls.
     *
     * <p>On a disk that takes nothing it is acted on all the same (what fills the disk must be stoppable) and saved
     * later.
     */
    public synchronized void desired(List<DeployInfo> pulled) throws InterruptedException {
        List<DeployInfo> all = ask(() -> roster.withAbsent(pulled));
        save(all);
        decisions.execute(() -> roster.want(pulled));
    }

    private synchronized void save(List<DeployInfo> all) {
        try {
            desiredState.save(all);
            unsaved = null;
        } catch (IOException e) {
            LOG.error("what is wanted here could not be saved, tried again later: {}", e.toString());
            unsaved = all;
        }
    }

    private void saveAgain() {
        if (unsaved == null) return;
        disk.execute(() -> {
            synchronized (this) {
                List<DeployInfo> again = unsaved;
                if (again != null) save(again);
            }
        });
    }

    /** What the disk did not take, in words; null when all is saved. */
    public @Nullable String unsaved() {
        if (unsaved == null && !memory.isUnwritten()) return null;
        return "the agent's state is not on the disk, which takes nothing (full, or read-only?)";
    }

    /** Everything wanted here, as last taken; known from {@link #start} on. */
    public List<DeployInfo> wanted() throws InterruptedException {
        return ask(roster::wanted);
    }

    /** Ends an app and starts it anew; false when there is no such app or nobody wants it to run. */
    public boolean restart(String name, Reason why) throws InterruptedException {
        return ask(() -> roster.restart(name, why));
    }

    /** The name of the app that {@code pid} belongs to, by itself or by what it has started; null when to none. */
    public @Nullable String appOf(long pid) {
        long session = sessions.session(pid);
        for (PlacementReport each : bulletin.snapshot()) {
            if (each.pid() == 0 || (each.pid() != pid && each.pid() != session)) continue;
            return roster.name(each.id());
        }
        return null;
    }

    /** The largest revision of the desired state that was acted on. */
    public long revision() {
        return roster.revision();
    }

    /** The latest state of every placement, to be told again after the server was away. */
    public List<PlacementReport> snapshot() {
        return bulletin.snapshot();
    }

    /** What the processes of the apps use now. */
    public List<AppUse> uses() {
        return metering.look(bulletin.snapshot());
    }

    /**
     * What the app of a placement printed.
     *
     * @throws IllegalArgumentException if this node has no such placement; the message may be shown
     * @throws IOException if its log cannot be read
     */
    public OutputChunk output(OutputQuery query) throws IOException {
        String name = roster.name(query.id());
        if (name == null) throw new IllegalArgumentException("placement %d is not on this node".formatted(query.id()));
        return outputs.of(name).read(query);
    }

    /** What apps print, or have left behind; of those that the server knows. */
    public List<Printed> printing() {
        List<Printed> all = roster.printing();
        all.addAll(outputs.left());
        return all;
    }

    /** Which files that app writes its log to itself, as is wanted of it now; null when it names none. */
    public @Nullable Written written(Printed app) {
        return app.left() ? null : shop.folders().written(shop.installer(), app.name());
    }

    /** Whether any app names such files. */
    public boolean namesFiles() {
        return shop.folders().namesFiles();
    }

    /** What a removed app left behind need not be kept any longer. */
    public void sent(Printed left) {
        outputs.drop(left);
    }

    /** Names this life of the machine; another one after each boot. */
    public String machineLife() {
        return shop.runs().machineLife();
    }

    /** Whether changes of files are being looked for, and would be seen. */
    boolean watchesFiles() {
        return shop.files().isWatching();
    }

    private void check() {
        try {
            roster.check();
            memory.retry();
            saveAgain();
            if (hands.idle()) leftovers.giveBack();
        } finally {
            decisions.after(settings.checkEvery(), this::check); // one bad look is not the last
        }
    }

    /** How the threads fare that decide and write. */
    public List<LoopState> loops() {
        return List.of(decisions.state(), disk.state());
    }

    /** The agent ends: ends the apps that are to end with it, within 8 s; all others live on, unguarded. */
    public void stopAll() throws InterruptedException {
        List<App.Leaving> ending = ask(roster::leave);
        for (App.Leaving each : ending) sessions.terminate(each.process());
        long from = System.nanoTime();
        for (App.Leaving each : ending) {
            long most = Math.min(each.patience().toNanos(), END_WAIT.toNanos());
            Duration left = Duration.ofNanos(Math.max(0, from + most - System.nanoTime()));
            boolean graceful =
                    sessions.stop(each.process(), left, each.mark()::owns).graceful();
            LOG.info("process {} ended with the agent{}", each.process().pid(), graceful ? "" : " (killed)");
        }
    }

    private <T> T ask(java.util.concurrent.Callable<T> question) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(question);
        decisions.execute(task);
        try {
            return task.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer in 30 s: the supervisor is closed or stuck", e);
        }
    }

    /** Guards nothing any more and leaves every process running. */
    @Override
    public void close() {
        decisions.close();
        shop.prober().close();
        shop.files().close();
        hands.close();
        watch.close();
        disk.close();
    }
}
