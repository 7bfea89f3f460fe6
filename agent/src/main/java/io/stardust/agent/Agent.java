package io.stardust.agent;

import io.stardust.agent.command.Orders;
import io.stardust.agent.command.Shell;
import io.stardust.agent.host.MachineFacts;
import io.stardust.agent.host.Pulse;
import io.stardust.agent.install.Installer;
import io.stardust.agent.spool.Spool;
import io.stardust.agent.supervise.Reports;
import io.stardust.agent.supervise.Supervisor;
import io.stardust.client.link.Link;
import io.stardust.client.link.LinkSettings;
import io.stardust.client.link.Listener;
import io.stardust.client.link.NodeIdentity;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole agent, wired by hand. Read the constructor to see what depends on what. */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Path MACHINE = Path.of("/");

    private final DataFolder folder;
    private final Link link;
    private final Spool spool;
    private final Installer installer;
    private final Supervisor supervisor;
    private final Puller puller;
    private final Orders orders;
    private boolean started;

    /** Builds the objects. Does no I/O; {@link #start} does. {@code environment} is what apps inherit. */
    Agent(
            AgentSettings settings,
            Product product,
            Map<String, String> environment,
            InstantSource clock,
            RandomGenerator random) {
        Path data = settings.data();
        Path state = data.resolve("state");
        this.folder = new DataFolder(data);

        // host
        var named = new MachineFacts.Product(product.version(), product.compiled(), settings.name());
        var facts = new MachineFacts(MACHINE, data, named, clock);
        var pulse = new Pulse(MACHINE, data, System::nanoTime, this::revision);

        // link
        var identity = new NodeIdentity(
                Product.NAME, facts::clientId, settings.project(), settings.enrol(), facts::read, pulse::sample);
        var servers = LinkSettings.of(settings.server(), Product.NAME + "/v" + product.version());
        this.link = new Link(servers, identity, new NodeCredentials(state));
        var door = new ServerDoor(link);

        // spool
        this.spool = new Spool(state, settings.spool().steps(), door, this::revision, clock);

        // install
        this.installer = new Installer(data, door, settings.trust(), clock);

        // supervise
        this.supervisor = new Supervisor(
                data, installer, new Told(spool), environment, settings.apps().supervisor(), clock, random);
        this.puller = new Puller(door::desired, supervisor::desired);

        // command
        Shell shell = shell(settings, clock);
        this.orders = new Orders(puller::now, supervisor::output, shell);
    }

    private @Nullable Shell shell(AgentSettings settings, InstantSource clock) {
        if (!settings.commands().shell()) return null;
        return new Shell(settings.data(), settings.commands().shellTime(), clock, spool::event);
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
        supervisor.start();
        puller.start();
        link.start(orders, new Hears());
    }

    /** Ends within 10 s: apps that are to end with the agent end, all others live on. */
    @Override
    public void close() throws IOException {
        if (!started) return;
        puller.close();
        try {
            supervisor.stopAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever hurries us: the rest is quick
        }
        link.close();
        supervisor.close();
        spool.close();
        folder.close();
        LOG.info("agent stopped");
    }

    /** News from the link. */
    private final class Hears implements Listener {
        @Override
        public void loggedIn() {
            supervisor.snapshot().forEach(spool::placement); // the server may have forgotten, or be another one
            spool.online();
            puller.soon();
        }

        @Override
        public void connected() {
            spool.online();
        }

        @Override
        public void desiredRevision(long revision) {
            spool.online();
            puller.heartbeat(revision);
        }
    }

    /** News from the supervisor. */
    private record Told(Spool spool) implements Reports {
        @Override
        public void placement(PlacementReport report) {
            spool.placement(report);
        }

        @Override
        public void step(StepReport step) {
            spool.step(step);
        }
    }
}
