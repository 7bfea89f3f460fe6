package io.stardust.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.access.Access;
import io.stardust.server.access.AccessRoutes;
import io.stardust.server.access.AccessStore;
import io.stardust.server.access.Denials;
import io.stardust.server.access.FirstStart;
import io.stardust.server.access.MachineTokens;
import io.stardust.server.access.MeRoutes;
import io.stardust.server.access.MemberRoutes;
import io.stardust.server.access.MemberStore;
import io.stardust.server.access.Members;
import io.stardust.server.access.OidcPeople;
import io.stardust.server.access.OidcProvider;
import io.stardust.server.access.OidcRoutes;
import io.stardust.server.access.OidcSettings;
import io.stardust.server.access.Passwords;
import io.stardust.server.access.People;
import io.stardust.server.access.PersonStore;
import io.stardust.server.access.ProjectRoutes;
import io.stardust.server.access.ProjectStore;
import io.stardust.server.access.Projects;
import io.stardust.server.access.SessionCookie;
import io.stardust.server.access.SessionStore;
import io.stardust.server.access.Sessions;
import io.stardust.server.access.Steady;
import io.stardust.server.access.Throttle;
import io.stardust.server.access.TokenRoutes;
import io.stardust.server.access.TokenStore;
import io.stardust.server.access.Tokens;
import io.stardust.server.access.UserRoutes;
import io.stardust.server.access.Users;
import io.stardust.server.access.secret.KeyFile;
import io.stardust.server.access.secret.KeyRing;
import io.stardust.server.access.secret.Rotation;
import io.stardust.server.access.secret.SecretRoutes;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.adopt.AdoptedStore;
import io.stardust.server.adopt.Adoption;
import io.stardust.server.adopt.LocalForesight;
import io.stardust.server.adopt.LocalServiceRoutes;
import io.stardust.server.adopt.PackLinkRoutes;
import io.stardust.server.adopt.Packings;
import io.stardust.server.agent.AgentLinkRoutes;
import io.stardust.server.agent.AgentPackages;
import io.stardust.server.agent.AgentReleaseRoutes;
import io.stardust.server.agent.AgentReleases;
import io.stardust.server.agent.InstallRoutes;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.app.Apps;
import io.stardust.server.change.ChangeRoutes;
import io.stardust.server.change.ChangeStore;
import io.stardust.server.change.Changes;
import io.stardust.server.command.CommandLinkRoutes;
import io.stardust.server.command.CommandRoutes;
import io.stardust.server.command.Commander;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.deploy.DeployedApps;
import io.stardust.server.deploy.DeploymentRoutes;
import io.stardust.server.deploy.Deployments;
import io.stardust.server.deploy.NodeRemoval;
import io.stardust.server.deploy.Orders;
import io.stardust.server.deploy.Output;
import io.stardust.server.deploy.PlacedNodes;
import io.stardust.server.deploy.PlacementRoutes;
import io.stardust.server.deploy.Placements;
import io.stardust.server.deploy.Takeover;
import io.stardust.server.deploy.Tallies;
import io.stardust.server.fetch.DeployLinkRoutes;
import io.stardust.server.fetch.FileRoutes;
import io.stardust.server.fetch.Packages;
import io.stardust.server.fetch.PartRoutes;
import io.stardust.server.fetch.Wanted;
import io.stardust.server.file.BlobStore;
import io.stardust.server.history.History;
import io.stardust.server.http.Api;
import io.stardust.server.http.Bodies;
import io.stardust.server.http.Connections;
import io.stardust.server.http.ConsoleRoutes;
import io.stardust.server.http.Entrance;
import io.stardust.server.http.Errors;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.OpenApiRoutes;
import io.stardust.server.live.Live;
import io.stardust.server.live.LiveRoutes;
import io.stardust.server.node.Admission;
import io.stardust.server.node.Clones;
import io.stardust.server.node.EndedLoginStore;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.node.NodeEvents;
import io.stardust.server.node.NodeLinkRoutes;
import io.stardust.server.node.NodeLogin;
import io.stardust.server.node.NodeRoutes;
import io.stardust.server.node.NodeRuleRoutes;
import io.stardust.server.node.NodeRules;
import io.stardust.server.node.NodeStore;
import io.stardust.server.node.Nodes;
import io.stardust.server.node.Presence;
import io.stardust.server.overview.Attention;
import io.stardust.server.overview.OverviewRoutes;
import io.stardust.server.policy.Policies;
import io.stardust.server.policy.PolicyRoutes;
import io.stardust.server.push.NodeSessions;
import io.stardust.server.push.NodeSocketRoutes;
import io.stardust.server.release.Inspections;
import io.stardust.server.release.Manifests;
import io.stardust.server.release.ReleaseRoutes;
import io.stardust.server.release.Releases;
import io.stardust.server.release.Scrub;
import io.stardust.server.release.SigningKeyRoutes;
import io.stardust.server.release.SigningKeys;
import io.stardust.server.report.ForeignAgents;
import io.stardust.server.report.LocalServices;
import io.stardust.server.report.Observations;
import io.stardust.server.report.TaskRunRoutes;
import io.stardust.server.report.TaskRuns;
import io.stardust.server.rollout.RolloutActs;
import io.stardust.server.rollout.RolloutEvents;
import io.stardust.server.rollout.RolloutPlans;
import io.stardust.server.rollout.RolloutRoutes;
import io.stardust.server.rollout.RolloutTimer;
import io.stardust.server.rollout.Rollouts;
import io.stardust.server.variable.DeploymentSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The whole server, wired by hand. Read this file from top to bottom to see what depends on what. */
public final class Server implements AutoCloseable {
    /** Of the program, as printed and as in the API's document. */
    static final String VERSION = "4.0.0";

    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(3);
    private static final Duration CERTIFICATE_PERIOD = Duration.ofSeconds(5);

    /** Between two signs of life of a stream of events. */
    static final Duration PING = Duration.ofSeconds(15);

    private final ServerSettings settings;
    private final DataFolder folder;
    private final Database db;
    private final Expiry expiry;
    private final Changes changes;
    private final Access access;
    private final FirstStart firstStart;
    private final BlobStore blobs;
    private final NodeSessions sessions;
    private final EndedLoginStore endedLogins;
    private final Presence presence;
    private final Nodes nodes;
    private final Policies policies;
    private final Commander commander;
    private final Orders orders;
    private final RolloutTimer rolloutTimer;
    private final ForeignAgents foreignAgents;
    private final Releases releases;
    private final Scrub scrub;
    private final AgentPackages agentPackages;
    private final Live live;
    private final Api api;
    private final @Nullable Certificates certificates;
    private final Connections connections;
    private final WebServer web;
    private Optional<String> setUpCode = Optional.empty();

    /** As {@link #Server(ServerSettings, List, InstantSource, Duration)}, of settings that came from nowhere. */
    public Server(ServerSettings settings, InstantSource clock) {
        this(settings, List.of(), clock, PING);
    }

    /**
     * Builds the object graph. Reads the certificate if there is one; all other I/O is {@link #start}'s.
     *
     * @param told the settings as they are told to people
     * @param ping between two signs of life of a stream of events; also how late the end of a session is noticed there
     */
    Server(ServerSettings settings, List<SettingsRoutes.Setting> told, InstantSource clock, Duration ping) {
        this.settings = settings;
        Path data = settings.data();
        this.folder = new DataFolder(data);
        var random = new SecureRandom();

        // state
        this.db = new Database(data.resolve("stardust.db"));
        this.changes = new Changes(db, clock);

        // what is kept for how long
        this.expiry = new Expiry(db, clock);
        ServerSettings.Keep keep = settings.keep();
        ChangeStore.keep(expiry, keep.changes(), keep.refusals());
        History.keep(expiry, keep.steps());
        TaskRuns.keep(expiry, keep.taskRuns());
        Commander.keep(expiry, keep.commands());
        Sessions.keep(expiry);

        // access
        var accessStore = new AccessStore(db);
        this.access = new Access(accessStore, clock);
        changes.listen(access);
        var personStore = new PersonStore(db);
        var memberStore = new MemberStore(db);
        var passwords = new Passwords();
        InstantSource steady = Steady.of(clock);
        var denials = new Denials(changes, steady);
        var signIns = new Sessions(new SessionStore(db), changes, access, clock, random);
        var people = new People(
                personStore, accessStore, changes, access, signIns, passwords, new Throttle(steady), denials);
        this.firstStart = new FirstStart(personStore, people, changes, random, settings.adminPasswordFile());
        var users = new Users(personStore, memberStore, changes, access, passwords, random);
        var projects = new Projects(new ProjectStore(db), changes, access);
        var members = new Members(memberStore, projects, changes, access);
        var tokens = new Tokens(new TokenStore(db), projects, changes, access, clock, random);
        var secrets = new Secrets(new KeyRing(data.resolve("keys/secret.key")));
        var machineTokens = new MachineTokens(
                new KeyFile(data.resolve("keys/token.key")),
                clock,
                settings.tokens().expire());

        // push, node
        this.sessions = new NodeSessions();
        var nodeStore = new NodeStore();
        LongSupplier elapsed = elapsed(clock);
        this.presence = new Presence(
                db,
                clock,
                elapsed,
                new Presence.Timeouts(
                        settings.nodes().sessionTimeout(), settings.nodes().foreignTimeout()));
        sessions.listen(links(presence));
        Duration slowest = Collections.max(
                List.of(settings.nodes().pingPeriod(), settings.nodes().foreignPeriod()));
        var clones = new Clones(changes, clock, elapsed, slowest.multipliedBy(3));
        var nodeRules = new NodeRules(db, changes, nodeStore);
        this.nodes = new Nodes(
                db, changes, nodeStore, presence, sessions::isOpen, sessions::close, new PlacedNodes(), clones);
        this.endedLogins = new EndedLoginStore(db, machineTokens);
        var nodeAuth = new NodeAuth(machineTokens, db, nodeStore, clones);
        var nodeKeys = new NodeLogin.Keys(
                secrets, machineTokens, token -> tokens.enrol(token).map(Tokens.Enrolment::projectId));
        var nodeLogin = new NodeLogin(
                db,
                changes,
                nodeStore,
                presence,
                nodeKeys,
                nodeRules,
                admission(settings.nodes().approve()),
                settings.nodes().codeLevel(),
                clock,
                random);

        // policy, command
        this.policies = new Policies(db, changes, nodes);
        changes.listen(policies);
        this.commander = new Commander(db, changes, sessions, clock);
        changes.listen(commander);

        // file
        this.blobs = new BlobStore(data.resolve("blobs"), clock);

        // agent
        var agentReleases = new AgentReleases(db, changes, blobs, clock);
        this.agentPackages = new AgentPackages(agentReleases, settings.files().agents());
        @Nullable URI url = settings.web().url();

        // app, deploy
        var apps = new Apps(db, changes, projects, new DeployedApps());
        this.orders = new Orders(db, nodeStore, commander, clock);
        Takeover takeover = Rollouts.takeover();
        var removal = new NodeRemoval(changes, nodes, orders, takeover, secrets);
        var rolloutEvents = new RolloutEvents();
        var observations = new Observations(changes, removal, rolloutEvents);
        var wanted = new Wanted(db, changes, observations, secrets);
        this.foreignAgents = new ForeignAgents(db, changes, nodeStore, commander, orders, observations);
        commander.listen(foreignAgents::ended);
        var tallies = new Tallies(db);
        changes.listenAtOnce(tallies);
        observations.listen(tallies);
        presence.listen(tallies::nodeChanged);
        var manifests = new Manifests(db, blobs);
        var signingKeys = new SigningKeys(db, changes, projects);
        this.releases = new Releases(
                db, changes, blobs, manifests, signingKeys, settings.files().maxBytes());
        var deployments = new Deployments(db, changes, apps, nodeStore, releases, orders, tallies, secrets);
        this.scrub = new Scrub(db, changes, blobs, manifests, settings.files().check(), clock);
        var placements =
                new Placements(db, changes, nodeStore, orders, tallies, secrets, presence::use, takeover, removal);
        var rollouts = new Rollouts(db, changes, nodeStore, placements, orders, rolloutEvents);
        var rolloutActs = new RolloutActs(changes, orders);
        this.rolloutTimer = new RolloutTimer(db, changes, clock, orders, rolloutEvents);
        changes.listen(rolloutTimer);
        rolloutEvents.listen(rolloutTimer);
        var inspections = new Inspections(db, blobs, apps);

        var localServices = new LocalServices(db, nodeStore, clock);
        var packings = new Packings(
                db, commander, policies::require, releases, settings.files().maxBytes(), clock, random);

        // live
        this.live = new Live(db, nodeStore);
        changes.listen(live);
        observations.listen(live);
        rolloutEvents.listen(live);
        presence.listen(live);

        // the two faces
        this.api = new Api(access, denials, settings.secure());
        new OpenApiRoutes().register(api);
        var cookie = new SessionCookie(settings.secure());
        @Nullable OidcSettings oidc = settings.oidc();
        new AccessRoutes(people, signIns, cookie, oidc == null ? null : oidc.name()).register(api);
        new OidcRoutes(
                        oidc == null
                                ? null
                                : new OidcRoutes.Elsewhere(
                                        new OidcProvider(oidc, clock), new OidcPeople(oidc, changes, access, signIns)),
                        denials,
                        cookie,
                        settings.web().url(),
                        secrets,
                        clock,
                        random)
                .register(api);
        new SecretRoutes(
                        new Rotation(secrets, changes, List.of(nodeStore, new DeploymentSecrets(), new AdoptedStore())))
                .register(api);
        new MeRoutes(users, projects).register(api);
        new UserRoutes(users, signIns).register(api);
        new ProjectRoutes(projects).register(api);
        new MemberRoutes(members).register(api);
        new TokenRoutes(tokens).register(api);
        new NodeRoutes(nodes, removal).register(api);
        new NodeRuleRoutes(nodeRules).register(api);
        new PolicyRoutes(policies).register(api);
        new CommandRoutes(commander, nodes, policies).register(api);
        new AgentReleaseRoutes(agentReleases, url).register(api);
        new AppRoutes(apps).register(api);
        new DeploymentRoutes(deployments, placements).register(api);
        new ReleaseRoutes(releases, inspections).register(api);
        new SigningKeyRoutes(signingKeys).register(api);
        new PlacementRoutes(placements, new Output(db, nodeStore, commander)).register(api);
        new LocalServiceRoutes(
                        localServices, new Adoption(db, changes, nodeStore, deployments, placements, packings, secrets))
                .register(api);
        new RolloutRoutes(
                        rollouts,
                        rolloutActs,
                        new RolloutPlans(db, inspections, new LocalForesight(secrets), clock),
                        new History(db))
                .register(api);
        new TaskRunRoutes(new TaskRuns(db)).register(api);
        new ChangeRoutes(new ChangeStore(db)).register(api);
        new LiveRoutes(live, ping).register(api);
        new OverviewRoutes(db, tallies, new Attention(changes, clock), clock, VERSION).register(api);
        new LimitsRoutes(settings).register(api);
        new SettingsRoutes(told).register(api);
        var link = new LinkApi(denials);
        new NodeLinkRoutes(
                        nodeLogin,
                        nodeAuth,
                        presence,
                        clones,
                        new NodeEvents(db, foreignAgents, clock),
                        machineTokens,
                        wanted::revision,
                        commander,
                        policies,
                        endedLogins,
                        sessions::close,
                        new NodeLinkRoutes.Periods(
                                settings.nodes().pingPeriod(), settings.nodes().foreignPeriod()),
                        clock)
                .register(link);
        new DeployLinkRoutes(nodeAuth, wanted, observations, localServices).register(link);
        new PackLinkRoutes(nodeAuth, packings).register(link);
        new AgentLinkRoutes(nodeAuth, agentReleases, url).register(link);
        new CommandLinkRoutes(commander, nodes, nodeAuth, access, policies, clock).register(link);
        var sockets = WsRouting.builder();
        var nodeSockets =
                new NodeSocketRoutes(sessions, token -> nodeAuth.node(token).code());
        nodeSockets.register(sockets);

        // http
        var routing = HttpRouting.builder();
        ServerSettings.Wire wire = settings.web().wire();
        new Entrance(wire.proxies(), Bodies.ofThisRuntime()).register(routing);
        Errors.register(routing);
        new HealthRoutes(new Health(db, this::loops, clock, HEALTH_PATIENCE), api::knows).register(routing);
        api.register(routing);
        nodeSockets.register(routing);
        var packages = new Packages(db, blobs);
        new FileRoutes(nodeAuth, packages, settings.files().open()).register(routing);
        new PartRoutes(nodeAuth, packages, manifests).register(routing);
        new InstallRoutes(agentReleases, url).register(routing);
        link.register(routing);
        new ConsoleRoutes().register(routing);
        var frames = WsConfig.builder().maxFrameLength(NodeSessions.MAX_FRAME).build();
        this.connections = new Connections(WsUpgrader.create(frames), wire.head(), wire.body());
        var web = WebServer.builder()
                .host(settings.bind())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofSeconds(3))
                .addRouting(routing)
                .addRouting(sockets)
                // one that is too large is refused by its route, which says why; this is for what no route reads
                .maxPayloadSize(Math.max(settings.files().maxBytes(), AgentReleases.MAX_BYTES) * 2)
                .maxTcpConnections(wire.connections())
                .connectionOptions(connections.accepted())
                .protocolsDiscoverServices(false)
                .addProtocol(frames) // a socket looks it up there
                .addConnectionSelector(connections);
        this.certificates = certificates(settings.web());
        if (certificates != null) web.tls(certificates.load());
        this.web = web.build();
    }

    /**
     * Milliseconds that no step of the machine's clock moves; a clock that is moved by hand measures as it is moved.
     */
    private static LongSupplier elapsed(InstantSource clock) {
        return clock == InstantSource.system() ? () -> System.nanoTime() / 1_000_000 : clock::millis;
    }

    private static NodeSessions.Listener links(Presence presence) {
        return new NodeSessions.Listener() {
            @Override
            public void opened(String code) {
                presence.linked(code);
            }

            @Override
            public void lost(String code) {
                presence.unlinked(code);
            }
        };
    }

    /** Every background loop, for the health. */
    List<Loop> loops() {
        List<Loop> all = new ArrayList<>(db.loops());
        all.addAll(List.of(
                changes.loop(),
                access.loop(),
                presence.loop(),
                commander.loop(),
                rolloutTimer.loop(),
                live.loop(),
                scrub.loop(),
                expiry.loop(),
                connections.loop()));
        if (certificates != null) all.add(certificates.loop());
        return all;
    }

    private static @Nullable Certificates certificates(ServerSettings.Web web) {
        if (web.certificate() == null || web.key() == null) return null;
        return new Certificates(web.certificate(), web.key(), CERTIFICATE_PERIOD);
    }

    /** Opens the store and begins to serve. */
    public Server start() {
        Port.requireFree(settings.bind(), settings.port());
        folder.take();
        db.start();
        changes.start();
        access.start();
        blobs.start();
        endedLogins.start();
        presence.start();
        nodes.start();
        policies.start();
        commander.start();
        releases.sweep();
        foreignAgents.start();
        rolloutTimer.start();
        live.start();
        scrub.start();
        agentPackages.start();
        expiry.start();
        setUpCode = firstStart.run();
        connections.start();
        web.start();
        if (!web.isRunning())
            throw new IllegalStateException(
                    Port.taken(settings.bind(), settings.port())); // it logs why, it does not throw
        if (certificates != null) certificates.watch();
        folder.tellPort(web.port());
        return this;
    }

    private static Admission admission(ServerSettings.Approve approve) {
        return switch (approve) {
            case MANUAL -> Admission.MANUAL;
            case ENROLLED -> Admission.ENROLLED;
            case ALL -> Admission.ALL;
        };
    }

    /** The port it serves on. */
    public int port() {
        return web.port();
    }

    /** The code that the first administrator sets up with; empty when there is one. */
    public Optional<String> setUpCode() {
        return setUpCode;
    }

    /** The people face's routes, for the document test. */
    Api api() {
        return api;
    }

    @Override
    public void close() {
        if (certificates != null) certificates.close();
        live.close();
        rolloutTimer.close();
        sessions.close();
        web.stop();
        connections.close();
        commander.close();
        agentPackages.close();
        scrub.close();
        expiry.close();
        presence.close();
        access.close();
        changes.close();
        db.close();
        folder.close();
    }
}
