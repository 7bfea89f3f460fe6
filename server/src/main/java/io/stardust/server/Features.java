package io.stardust.server;

import io.stardust.server.ServerSettings.Keep;
import io.stardust.server.access.AccessFeature;
import io.stardust.server.access.oidc.OidcFeature;
import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.adopt.AdoptFeature;
import io.stardust.server.adopt.AdoptedStore;
import io.stardust.server.agent.AgentFeature;
import io.stardust.server.app.AppFeature;
import io.stardust.server.app.AppKeyStore;
import io.stardust.server.change.ChangeRoutes;
import io.stardust.server.change.ChangeStore;
import io.stardust.server.command.CommandFeature;
import io.stardust.server.config.ConfigFeature;
import io.stardust.server.config.store.SecretItemStore;
import io.stardust.server.deploy.DeployFeature;
import io.stardust.server.deploy.DeployedApps;
import io.stardust.server.deploy.PlacedAppStore;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.eureka.EurekaFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.fetch.FetchFeature;
import io.stardust.server.grant.GrantFeature;
import io.stardust.server.http.Faces;
import io.stardust.server.http.Networks;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceFeature;
import io.stardust.server.instance.Instances;
import io.stardust.server.instance.OpenApps;
import io.stardust.server.live.Live;
import io.stardust.server.live.LiveRoutes;
import io.stardust.server.logs.LogsFeature;
import io.stardust.server.node.Admission;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.node.NodeLinkRoutes;
import io.stardust.server.node.NodeStore;
import io.stardust.server.node.Presence;
import io.stardust.server.overview.Attention;
import io.stardust.server.overview.OverviewRoutes;
import io.stardust.server.placed.CalledRoutes;
import io.stardust.server.placed.PlacementApps;
import io.stardust.server.placed.PlacementKeys;
import io.stardust.server.push.PushSessions;
import io.stardust.server.push.PushSocketRoutes;
import io.stardust.server.registry.Canaries;
import io.stardust.server.registry.RegistryFeature;
import io.stardust.server.release.ReleaseFeature;
import io.stardust.server.render.RenderFeature;
import io.stardust.server.report.ReportFeature;
import io.stardust.server.rollout.FirstBatch;
import io.stardust.server.rollout.RolloutFeature;
import io.stardust.server.rollout.Rollouts;
import io.stardust.server.variable.SecretVariableStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The map of the features, wired by hand, and of the news between them. Read it from top to bottom to see what depends
 * on what.
 */
final class Features {
    /** Where secrets are kept sealed. */
    private static final List<SealedValues> SEALED = List.of(
            new NodeStore(), new AppKeyStore(), new SecretVariableStore(), new AdoptedStore(), new SecretItemStore());

    private final Base base;
    private final PushSessions sessions;
    private final Supplier<Networks> proxies;
    private final AccessFeature access;
    private final OidcFeature oidc;
    private final NodeFeature nodes;
    private final CommandFeature commands;
    private final AgentFeature agents;
    private final AppFeature apps;
    private final InstanceFeature instances;
    private final GrantFeature grants;
    private final DeployFeature deploy;
    private final ReleaseFeature release;
    private final RenderFeature render;
    private final RolloutFeature rollout;
    private final ReportFeature report;
    private final FetchFeature fetch;
    private final PlacementKeys placementKeys;
    private final AdoptFeature adopt;
    private final RegistryFeature registry;
    private final ConfigFeature config;
    private final Live live;
    private final EurekaFeature eureka;
    private final LogsFeature logs;

    /** Each upon those above it. */
    Features(Base base, CurrentSettings settings, PushSessions sessions, Duration ping) {
        this.base = base;
        this.sessions = sessions;
        this.proxies = () -> settings.get().web().wire().proxies();
        LongSupplier maxBytes = () -> settings.get().files().maxBytes();
        ChangeStore.keep(base.expiry(), kept(settings, Keep::changes), kept(settings, Keep::refusals));
        this.access = new AccessFeature(base, accessSettings(settings), SEALED);
        ServerSettings started = settings.get();
        this.oidc = new OidcFeature(base, access, started.oidc(), started.web().url());
        this.nodes = new NodeFeature(
                base,
                access,
                () -> nodeSettings(settings.get().nodes()),
                new NodeFeature.Channels(sessions::isOpen, sessions::close),
                new PlacementStore()::countOnNode);
        this.commands = new CommandFeature(base, access, nodes, sessions, kept(settings, Keep::commands));
        this.agents = new AgentFeature(
                base, nodes, started.files().agents(), started.web().url());
        this.apps = new AppFeature(
                base,
                access,
                new DeployedApps(),
                this::instancesOf,
                started.logs().classes().names());
        this.instances = new InstanceFeature(
                base,
                access,
                nodes,
                commands,
                apps,
                new PlacedAppStore(base.db()),
                () -> instanceSettings(settings.get().apps()));
        this.grants = new GrantFeature(base, apps, this::pushToInstances);
        this.deploy = new DeployFeature(base, access, nodes, commands, apps, Rollouts.takeover());
        this.release = new ReleaseFeature(
                base, access, apps, maxBytes, () -> settings.get().files().check());
        this.config = new ConfigFeature(base, access.secrets(), instances.instances(), instances.appSessions());
        this.render = new RenderFeature(base, release.inspections(), config.placed(), deploy.orders());
        this.rollout = new RolloutFeature(
                base, nodes, deploy, release, config.carried(), render.renderer(), kept(settings, Keep::steps));
        this.report = new ReportFeature(base, nodes, commands, deploy, rollout, kept(settings, Keep::taskRuns));
        this.fetch = new FetchFeature(
                base,
                access,
                nodes,
                release,
                report,
                render.renderer(),
                () -> settings.get().files().open());
        this.placementKeys = new PlacementKeys(base.changes(), nodes.auth(), apps.keys());
        this.adopt = new AdoptFeature(base, access, nodes, commands, deploy, release, report, maxBytes);
        this.registry = new RegistryFeature(
                base,
                instances.appSessions(),
                this::mayCall,
                new RegistryFeature.Settings(
                        () -> settings.get().registry().protection(),
                        () -> settings.get().apps().pingPeriod(),
                        () -> settings.get().registry().drainTimeout()));
        this.live = new Live(base.db(), nodes.store(), this::instancesOf);
        base.lifecycle().add("live", live::start, live);
        base.lifecycle().watch(live::loop);
        this.eureka = new EurekaFeature(
                base,
                instances.keyedCalls(),
                registry.door(),
                () -> settings.get().apps().eureka());
        this.logs = new LogsFeature(base, logSettings(settings), ping);
        base.lifecycle().add("expiry", base.expiry()::start, base.expiry());
        base.lifecycle().watch(base.expiry()::loop);
        base.lifecycle().starts("first start", access::firstStart);
    }

    /** All news that go up: whoever hears of them is above whoever tells them. */
    void connect() {
        sessions.listen(links(nodes.presence()));
        deploy.deployments().holds(release.releases());
        deploy.placements().judgedBy(release.releases()::requireFit);
        config.makes(render.trial());
        base.changes().listen(live);
        base.changes().listen(placementKeys);
        instances.instances().listen(registry.listener());
        instances.instances().listen(live.instances());
        grants.grants().listen(registry::regranted);
        grants.grants().listen(eureka::regranted);
        report.observations().listen(live);
        rollout.events().listen(live);
        rollout.firsts()
                .listen(first -> registry.canaries()
                        .set(first.stream().map(Features::canary).toList()));
        nodes.presence().listen(live);
    }

    /** Adds the routes of all. */
    void routes(Faces faces, Duration ping, String version) {
        access.routes(faces);
        oidc.routes(faces);
        nodes.routes(
                faces,
                deploy.removal(),
                new NodeFeature.Above(
                        report.foreignAgents(), fetch.wanted()::revision, commands.commander(), commands.policies()));
        commands.routes(faces, instances.deputies());
        agents.routes(faces);
        apps.routes(faces);
        instances.routes(faces, this::serviceToken, proxies, version);
        grants.routes(faces, instances.auth(), instances.instances()::proved);
        deploy.routes(faces);
        release.routes(faces);
        rollout.routes(faces, adopt.foresight());
        report.routes(faces);
        fetch.routes(faces);
        placementKeys.register(faces.machines());
        adopt.routes(faces);
        registry.routes(
                faces,
                instances.auth(),
                nodes.auth(),
                new PlacementApps(base.db()),
                instances.instances()::ended,
                apps.apps());
        new CalledRoutes(base.db(), registry).register(faces.people());
        config.routes(faces, instances.auth(), instances.keyedCalls());
        new ChangeRoutes(new ChangeStore(base.db())).register(faces.people());
        new LiveRoutes(live, ping).register(faces.people());
        eureka.routes(faces);
        logs.routes(faces, nodes, instances);
        new OverviewRoutes(
                        base.db(), deploy.tallies(), new Attention(base.changes(), base.clock()), base.clock(), version)
                .register(faces.people());
        var nodeSockets = new PushSocketRoutes(
                "Node", sessions, (token, _) -> nodes.auth().node(token).code(), proxies);
        nodeSockets.register(faces.sockets());
        nodeSockets.register(faces.plain());
    }

    /** Who comes as a program that everybody may come as finds nobody. */
    private boolean mayCall(Instance consumer, long project, long app) {
        return !OpenApps.has(consumer.app())
                && grants.grants().mayCall(consumer.appId(), consumer.projectId(), project, app);
    }

    /** Who may be anybody shows others nothing. */
    private @Nullable String serviceToken(Instance instance) {
        return instances.instances().proved(instance)
                ? grants.tokens().of(instance.appId(), instance.app(), instance.projectId())
                : null;
    }

    /** Pushes a text frame to every instance that understands it. */
    private void pushToInstances(String frame) {
        for (Instance instance : instances.instances().all()) {
            if (instance.sdk()) instances.appSessions().offer(instance.key(), frame);
        }
    }

    /** Ends what would keep the web server waiting. */
    void endStreams() {
        live.close();
        logs.endStreams();
        rollout.timer().close();
        sessions.close();
        instances.appSessions().close();
    }

    /** What apps log. */
    LogsFeature logs() {
        return logs;
    }

    /** Who may do what. */
    AccessFeature access() {
        return access;
    }

    private static Supplier<Duration> kept(CurrentSettings settings, Function<Keep, Duration> which) {
        return () -> which.apply(settings.get().keep());
    }

    private static AccessFeature.Settings accessSettings(CurrentSettings settings) {
        ServerSettings started = settings.get();
        return new AccessFeature.Settings(
                started.adminPasswordFile(),
                started.secretKeys(),
                () -> settings.get().tokens().expire(),
                started.secure(),
                started.oidc() == null ? null : started.oidc().name());
    }

    private static NodeFeature.Settings nodeSettings(ServerSettings.Nodes nodes) {
        return new NodeFeature.Settings(
                admission(nodes.approve()),
                new Presence.Timeouts(nodes.sessionTimeout(), nodes.foreignTimeout()),
                new NodeLinkRoutes.Periods(nodes.pingPeriod(), nodes.foreignPeriod()),
                nodes.codeLevel());
    }

    private static InstanceFeature.Settings instanceSettings(ServerSettings.Apps apps) {
        return new InstanceFeature.Settings(
                apps.open(),
                new Instances.Timeouts(apps.sessionTimeout(), apps.foreignTimeout()),
                apps.pingPeriod(),
                apps.foreignPeriod());
    }

    private static LogsFeature.Settings logSettings(CurrentSettings settings) {
        ServerSettings.Logs started = settings.get().logs();
        return new LogsFeature.Settings(
                started.classes(),
                () -> settings.get().logs().hourBytes(),
                () -> settings.get().logs().open());
    }

    private long instancesOf(long appId) {
        return instances.instances().count(appId);
    }

    private static Canaries.Group canary(FirstBatch batch) {
        return new Canaries.Group(
                batch.rolloutId(),
                batch.percent(),
                batch.parts().stream()
                        .map(each -> new Canaries.Member(
                                each.placementId(), each.appId(), each.app(), each.client(), each.overlapPort()))
                        .toList());
    }

    private static PushSessions.Listener links(Presence presence) {
        return new PushSessions.Listener() {
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

    private static Admission admission(ServerSettings.Approve approve) {
        return switch (approve) {
            case MANUAL -> Admission.MANUAL;
            case ENROLLED -> Admission.ENROLLED;
            case ALL -> Admission.ALL;
        };
    }
}
