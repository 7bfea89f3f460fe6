package io.stardust.agent;

import io.stardust.agent.command.ClockOrder;
import io.stardust.agent.command.LocalOrders;
import io.stardust.agent.command.NodeOrders;
import io.stardust.agent.command.Orders;
import io.stardust.agent.command.Shell;
import io.stardust.agent.command.Tail;
import io.stardust.agent.config.ConfigKeeper;
import io.stardust.agent.files.Trouble;
import io.stardust.agent.host.MachineFacts;
import io.stardust.agent.host.Pulse;
import io.stardust.agent.host.Survey;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.Whereabouts;
import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.local.LocalAnswers;
import io.stardust.agent.local.LocalServer;
import io.stardust.agent.local.LocalServices;
import io.stardust.agent.local.Watchdog;
import io.stardust.agent.service.Home;
import io.stardust.agent.service.UpgradeSettings;
import io.stardust.agent.service.Upgrader;
import io.stardust.agent.shipping.Shipper;
import io.stardust.agent.spool.Spool;
import io.stardust.agent.supervise.Reports;
import io.stardust.agent.supervise.Supervisor;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import io.stardust.client.link.Credentials;
import io.stardust.client.link.Link;
import io.stardust.client.link.LinkSettings;
import io.stardust.client.link.Listener;
import io.stardust.client.link.NodeIdentity;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.node.AppUse;
import io.stardust.protocol.reason.Reason;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole agent, wired by hand. Read the constructor to see what depends on what. */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Path MACHINE = Path.of("/");
    private static final long LAST_WORDS_MS = 1_000;
    private static final Duration LAST_TRAFFIC = Duration.ofSeconds(1);

    private final DataFolder folder;
    private final MachineFacts facts;
    private final Pulse pulse;
    private final Link link;
    private final Spool spool;
    private final ServerApi door;
    private final Installer installer;
    private final Supervisor supervisor;
    private final Shipper shipper;
    private final Aside fileLooks = new Aside("log-files", this::lookAside);
    private final Puller puller;
    private final Offers offers;
    private final AppKeys keys;
    private final ConfigKeeper configs;
    private final Upgrader upgrader;
    private final ClockOrder clockOrder;
    private final Packing packing;
    private final Orders orders;
    private final LocalServices local;
    private final Watchdog watchdog;
    private final LocalServer localDoor;
    private final Restarter keeper;
    private final AgentSettings settings;
    private final ChosenChannel channel;
    private final ServerMove move;
    private final ConnectionNote note;
    private boolean started;
    private volatile boolean restarting;
    private long clockSet; // ns, of the link's thread alone

    /** As {@link #Agent(AgentSettings, Product, Map, InstantSource, RandomGenerator, Restarter)}, started by nobody. */
    Agent(
            AgentSettings settings,
            Product product,
            Map<String, String> environment,
            InstantSource clock,
            RandomGenerator random) {
        this(settings, product, environment, clock, random, Restarter.NOBODY);
    }

    /** Builds the objects. Does no I/O; {@link #start} does. {@code environment} is what apps inherit. */
    Agent(
            AgentSettings settings,
            Product product,
            Map<String, String> environment,
            InstantSource clock,
            RandomGenerator random,
            Restarter keeper) {
        this.settings = settings;
        this.keeper = keeper;
        Path data = settings.data();
        Path state = data.resolve("state");
        this.channel = new ChosenChannel(state, settings.upgrade().channel());
        this.move = new ServerMove(state);
        this.note = new ConnectionNote(state, product.version(), clock);
        this.folder = new DataFolder(data);

        // host
        var named = new MachineFacts.Product(product.version(), product.compiled(), settings.name());
        this.facts = new MachineFacts(MACHINE, data, named, clock);
        var survey = new Survey(MACHINE, System::nanoTime, this::server);
        this.pulse = new Pulse(MACHINE, data, System::nanoTime, this::revision, survey, this::uses);

        // link
        var identity = new NodeIdentity(
                Product.NAME, facts::clientId, settings.project(), settings.enrol(), facts::read, pulse::sample);
        var servers = LinkSettings.of(settings.server(), Product.NAME + "/v" + product.version());
        var credentials = new NodeCredentials(state);
        this.link = new Link(servers, identity, credentials, new CommandNotes(state, clock));
        this.door = new ServerApi(link);

        // spool
        this.spool = new Spool(state, settings.spool().steps(), door, this::revision, clock);

        // install
        var where = new Whereabouts(
                settings.server(), settings.name(), settings.apps().javaAgent());
        this.installer = new Installer(data, new Packages(), settings.trust(), clock, where);

        // supervise
        this.offers = new Offers(door, link::isLoggedIn, facts::ips, LAST_TRAFFIC, Offers.Draining.of(door, MACHINE));
        this.supervisor = new Supervisor(
                data,
                installer,
                new Told(),
                offers,
                environment,
                settings.apps().supervisor(settings.logs().send()),
                clock,
                random);
        this.shipper = shipper(clock);

        // local
        this.local = new LocalServices(data, new Guards(), supervisor::snapshot);
        this.watchdog = new Watchdog(new Guarded(), System::nanoTime);
        var about = about(link, facts, product, data, () -> code(credentials), this::loops, clock);
        var answers = new LocalAnswers(about, local, supervisor::snapshot, watchdog, supervisor::restart, clock);
        this.localDoor = localDoor(answers, survey, state, clock);

        this.keys = new AppKeys(data, door, clock);
        this.configs = new ConfigKeeper(data, door);
        this.puller = new Puller(door::desired, this::desired);

        // service
        var parts = new Upgrader.Parts(door, channel::name, spool::event, this::restart, clock);
        this.upgrader = upgrader(settings, product, keeper, parts);

        // command
        var commands = settings.commands();
        this.clockOrder = new ClockOrder(link::serverTime, clock, ClockOrder::set);
        var allowed = new NodeOrders.Allowed(commands.reboot(), commands.clock());
        var node = new NodeOrders(new Life(), clockOrder, allowed, clock, spool::event);
        this.packing = new Packing(local, installer.packer(), door, settings.packBytes());
        this.orders = new Orders(
                puller::now,
                supervisor::output,
                shell(settings, clock),
                node,
                new Tail(data, commands.tail()),
                new LocalOrders(packing));
    }

    private static LocalAnswers.About about(
            Link link,
            MachineFacts facts,
            Product product,
            Path data,
            Supplier<@Nullable String> code,
            Supplier<List<LoopState>> loops,
            InstantSource clock) {
        return new LocalAnswers.About(
                product.version(),
                data.toString(),
                facts::ips,
                () -> link.server().toString(),
                code,
                link::isLoggedIn,
                clock.millis(),
                loops);
    }

    private Shipper shipper(InstantSource clock) {
        return new Shipper(new Outputs(), door, link::isLoggedIn, clock, System::nanoTime, new SecureRandom());
    }

    /** The door for programs on this machine, with the rounds of each second. */
    private LocalServer localDoor(LocalAnswers answers, Survey survey, Path state, InstantSource clock) {
        var loops = new LoopNote(state, this::loops, clock);
        var rounds = new Rounds(local, watchdog, survey, link, door, loops, this::looks);
        return new LocalServer(settings.local().port(), state, answers, rounds, new SecureRandom());
    }

    private static Upgrader upgrader(AgentSettings settings, Product product, Restarter keeper, Upgrader.Parts parts) {
        @Nullable Home home = keeper.home() == null ? null : new Home(keeper.home());
        var rhythm = UpgradeSettings.usual(settings.upgrade().enabled(), keeper.arguments());
        return new Upgrader(home, product.version(), parts, rhythm);
    }

    private @Nullable Shell shell(AgentSettings settings, InstantSource clock) {
        if (!settings.commands().shell()) return null;
        return new Shell(settings.data(), settings.commands().shellTime(), clock, spool::event);
    }

    /** The server in use; asked once the rounds began. */
    private URI server() {
        return link.server();
    }

    /** Every loop of this agent, for {@code status}; asked once all are made. */
    private List<LoopState> loops() {
        List<LoopState> all = new ArrayList<>(supervisor.loops());
        all.addAll(List.of(puller.state(), spool.state(), upgrader.state(), offers.state()));
        if (settings.logs().send()) all.add(shipper.state());
        all.addAll(localDoor.loops());
        LoopState line = link.state();
        if (line != null) all.add(line);
        return all;
    }

    /** Keys and files first: a new app shall find its own. */
    private void desired(List<DeployInfo> pulled) throws IOException, InterruptedException {
        keys.tend(pulled);
        ConfigKeeper.Kept kept = configs.tend(pulled, supervisor.wanted());
        local.platform(kept.list());
        if (kept.missing() != null) throw new IOException(kept.missing()); // so it is pulled again soon
    }

    private static @Nullable String code(NodeCredentials credentials) {
        Credentials.Pair known = credentials.load();
        return known == null ? null : known.code();
    }

    /**
     * Looks at what the apps printed, each second; aside when they write to disks of which nobody knows how they fare.
     */
    private void looks() {
        if (!settings.logs().send()) return;
        if (supervisor.namesFiles()) fileLooks.start();
        else shipper.look();
    }

    private void lookAside() {
        shipper.look();
    }

    /** What the apps use; asked by heartbeats. */
    private List<AppUse> uses() {
        return supervisor.uses();
    }

    /** What was acted on; asked by heartbeats and reports, which begin in {@link #start}. */
    private long revision() {
        return supervisor.revision();
    }

    /**
     * Starts in the order of the promises: 1 the apps, from what is on disk; 2 what there is to tell; 3 the server.
     *
     * @throws IOException if the data folder is in use or cannot be read or written
     */
    void start() throws IOException, InterruptedException {
        folder.take();
        started = true;
        installer.recover();
        spool.start(); // sends nothing yet, but must be there when the supervisor speaks
        offers.start();
        supervisor.start();
        local.begin(supervisor.wanted());
        if (settings.logs().send()) shipper.start();
        puller.start();
        upgrader.start();
        link.start(orders, new Hears());
        localDoor.start();
    }

    /**
     * Runs for a little without a server, to show that this program works on this machine.
     *
     * @throws IOException if something does not
     */
    void check(Duration time) throws IOException, InterruptedException {
        folder.take();
        started = true;
        installer.recover();
        spool.start();
        offers.start();
        supervisor.start();
        facts.read();
        pulse.sample(0, 0);
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        pulse.sample(0, 0);
    }

    /** Ends soon, so that what is under way is still answered; whoever keeps us starts us again. */
    private void restart() {
        restarting = true;
        Chore.start("restart", () -> {
            try {
                TimeUnit.MILLISECONDS.sleep(LAST_WORDS_MS);
            } finally {
                keeper.end().run();
            }
        });
    }

    /** Ends within 10 s: apps that are to end with the agent end, all others live on. */
    @Override
    public void close() throws IOException {
        if (!started) return;
        localDoor.close();
        packing.close();
        puller.close();
        upgrader.close();
        try {
            if (!restarting) supervisor.stopAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever hurries us: the rest is quick
        }
        link.close();
        shipper.close();
        supervisor.close();
        offers.close();
        spool.close();
        folder.close();
        LOG.info("agent stopped");
    }

    /** News from the link. */
    private final class Hears implements Listener {
        @Override
        public void loggedIn() {
            upgrader.loggedIn();
            note.say("logged in", link.server());
            for (PlacementReport each : supervisor.snapshot()) { // the server may have forgotten, or be another one
                if (each.id() > 0) spool.placement(each);
            }
            local.changed();
            spool.online();
            shipper.loggedIn();
            offers.loggedIn();
            puller.soon();
        }

        @Override
        public void connected() {
            spool.online();
            shipper.connected();
            note.say("connected", link.server());
        }

        @Override
        public void connectionLost(String reason) {
            note.say("away", link.server());
        }

        @Override
        public void clockPeriod(int seconds) {
            if (seconds <= 0 || !settings.commands().clock()) return;
            long now = System.nanoTime();
            if (clockSet != 0 && now - clockSet < TimeUnit.SECONDS.toNanos(seconds)) return;
            clockSet = now;
            try {
                clockOrder.correct();
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }

        @Override
        public void moved(String servers) {
            try {
                move.keep(settings.server(), servers);
            } catch (IOException e) {
                LOG.error("the move to {} will be forgotten at the next start: {}", servers, Trouble.words(e));
            }
        }

        @Override
        public void desiredRevision(long revision) {
            spool.online();
            shipper.online();
            offers.renew();
            puller.heartbeat(revision);
        }
    }

    /** What orders may do with the agent itself. */
    private final class Life implements NodeOrders.Life {
        @Override
        public void restart() {
            if (keeper.home() == null) {
                throw new IllegalArgumentException("nobody would start this agent again (expected: its service)");
            }
            Agent.this.restart();
        }

        @Override
        public String upgrade() throws IOException, InterruptedException {
            return upgrader.now();
        }

        @Override
        public void channel(String name) throws IOException {
            channel.choose(name);
        }
    }

    private final class Guards implements LocalServices.Guards {
        @Override
        public void desired(List<DeployInfo> all) throws InterruptedException {
            supervisor.desired(all);
        }

        @Override
        public @Nullable String problem() {
            return supervisor.unsaved();
        }
    }

    /** What apps print, as the supervisor knows them. */
    private final class Outputs implements Shipper.Apps {
        @Override
        public List<Printed> printing() {
            return supervisor.printing();
        }

        @Override
        public @Nullable Written written(Printed app) {
            return supervisor.written(app);
        }

        @Override
        public List<Path> readable() {
            return settings.commands().tail();
        }

        @Override
        public void sent(Printed left) {
            supervisor.sent(left);
        }

        @Override
        public String machineLife() {
            return supervisor.machineLife();
        }
    }

    /** News from the supervisor; the server knows no placements behind what this machine's own file names. */
    private final class Told implements Reports {
        @Override
        public void placement(PlacementReport report) {
            if (report.id() > 0) spool.placement(report);
            else local.changed();
        }

        @Override
        public void step(StepReport step) {
            if (step.placementId() > 0) spool.step(step);
            else local.changed();
        }
    }

    /** Packages come from the server, those of local services from this machine. */
    private final class Packages implements PackageSource {
        @Override
        public Body open(String url, long from) throws IOException {
            Path file = local.opens(url);
            if (file == null) return door.open(url, from);
            return new Body(new FileInputStream(file.toFile()), Files.size(file), false);
        }

        @Override
        public Body parts(long release, List<Long> ranges) throws IOException {
            return door.parts(release, ranges);
        }
    }

    /** The apps as the watchdog sees them. */
    private final class Guarded implements Watchdog.Processes {
        @Override
        public boolean guards(long pid) {
            return supervisor.appOf(pid) != null;
        }

        @Override
        public void restart(long pid, Reason why) {
            String name = supervisor.appOf(pid);
            if (name == null) return;
            try {
                supervisor.restart(name, why);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
