package io.stardust.server.instance;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.app.AppFeature;
import io.stardust.server.command.CommandFeature;
import io.stardust.server.command.Deputies;
import io.stardust.server.feature.Base;
import io.stardust.server.feature.Steady;
import io.stardust.server.http.Faces;
import io.stardust.server.http.Networks;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.push.PushSessions;
import io.stardust.server.push.PushSocketRoutes;
import java.time.Duration;
import java.util.function.Supplier;

/** The running processes of apps: how they log in, whether they are there, what they are told and tell each other. */
public final class InstanceFeature {
    private final Base base;
    private final AppFeature apps;
    private final NodeFeature nodes;
    private final Supplier<Settings> settings;
    private final PushSessions sessions = new PushSessions();
    private final Instances instances;
    private final InstanceTokens tokens;
    private final Logouts logouts;
    private final AppAuth auth;
    private final AppLogin login;
    private final KeyedCalls keyedCalls;
    private final Orders orders;
    private final AppCommands commands;
    private final EventBus bus;

    /**
     * What an administrator may set.
     *
     * @param open true when unknown apps are let in at once
     * @param period between heartbeats of our SDK, as it is told
     * @param foreignPeriod the same of other clients
     */
    public record Settings(boolean open, Instances.Timeouts timeouts, Duration period, Duration foreignPeriod) {}

    /**
     * @param placed where our agents run apps
     * @param settings as they are now; asked whenever one counts
     */
    public InstanceFeature(
            Base base,
            AccessFeature access,
            NodeFeature nodes,
            CommandFeature commands,
            AppFeature apps,
            PlacedApps placed,
            Supplier<Settings> settings) {
        this.base = base;
        this.apps = apps;
        this.nodes = nodes;
        this.settings = settings;
        this.instances = new Instances(
                apps.door(), base.clock(), base.elapsed(), () -> settings.get().timeouts());
        this.tokens = new InstanceTokens(access.machineTokens());
        this.logouts = new Logouts(base.db(), access.machineTokens(), base.clock());
        this.auth = new AppAuth(tokens, apps.door(), instances);
        this.login = new AppLogin(
                apps.introductions(),
                apps.keys(),
                auth,
                instances,
                new Whereabouts(base.db(), nodes.store(), placed),
                () -> settings.get().open(),
                base.random(),
                Steady.of(base.clock()));
        this.keyedCalls = new KeyedCalls(
                apps.door(), auth, apps.keys(), apps.introductions(), instances, Steady.of(base.clock()));
        this.orders = new Orders(sessions, commands.commander()::drawId, base.clock());
        this.commands = new AppCommands(base.changes(), orders, auth);
        this.bus = new EventBus(sessions);
        instances.listen(orders);
        instances.listen(bus);
        instances.listen(new LinkEnds(sessions));
        sessions.listen(new Links(instances, bus));
        logouts.keep(base.expiry());
        base.lifecycle().starts("logouts of instances", logouts::start);
        base.lifecycle().add("instances", instances::start, instances);
        base.lifecycle().watch(instances::loop);
        base.lifecycle().add("instance commands", orders::start, orders);
        base.lifecycle().watch(orders::loop);
    }

    /**
     * Adds the routes.
     *
     * @param serviceTokens makes what instances show to each other
     * @param proxies whose word about where a channel comes from is taken
     * @param version of the program
     */
    public void routes(Faces faces, ServiceTokenIssuer serviceTokens, Supplier<Networks> proxies, String version) {
        new AppLinkRoutes(
                        login,
                        auth,
                        tokens,
                        logouts,
                        instances,
                        orders,
                        serviceTokens,
                        () -> new AppLinkRoutes.Periods(
                                settings.get().period(), settings.get().foreignPeriod()),
                        base.clock())
                .register(faces.machines());
        new OAuthRoutes(login, auth, nodes.auth(), tokens).register(faces.machines());
        new OrderLinkRoutes(auth, apps.introductions(), instances, orders, commands).register(faces.machines());
        new ApiInfoRoutes(version, base.clock()).register(faces.machines());
        new InstanceRoutes(apps.apps(), instances, commands, sessions).register(faces.people());
        var sockets = new PushSocketRoutes(
                "App",
                sessions,
                (token, address) -> auth.instance(token, address).key(),
                proxies);
        sockets.register(faces.sockets());
        sockets.register(faces.plain());
    }

    /** Who is there. */
    public Instances instances() {
        return instances;
    }

    /** Which instance sends a request. */
    public InstanceAuth auth() {
        return auth;
    }

    /** Lets in calls of clients that know no login. */
    public KeyedCalls keyedCalls() {
        return keyedCalls;
    }

    /** Which app commands a node. */
    public Deputies deputies() {
        return commands;
    }

    /** The open channels of instances, by {@link Instance#key}. */
    public PushSessions appSessions() {
        return sessions;
    }
}
