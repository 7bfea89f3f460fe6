package io.stardust.server.node;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.access.Tokens;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The machines: how they come in, whether they are there, what is known of them. */
public final class NodeFeature {
    private final Base base;
    private final AccessFeature access;
    private final Supplier<Settings> settings;
    private final Channels channels;
    private final NodeStore store = new NodeStore();
    private final Presence presence;
    private final Clones clones;
    private final NodeRules rules;
    private final Nodes nodes;
    private final EndedLoginStore endedLogins;
    private final NodeAuth auth;
    private final NodeLogin login;

    /**
     * What an administrator may set.
     *
     * @param admission which unknown nodes are let in at once
     * @param codeLevel how many of five marks of its hardware a returning node must still bear; 0 = none
     */
    public record Settings(
            Admission admission, Presence.Timeouts timeouts, NodeLinkRoutes.Periods periods, int codeLevel) {}

    /**
     * The open sockets of agents, by the code of their node.
     *
     * @param open whether a node has one
     * @param close ends it
     */
    public record Channels(Predicate<String> open, Consumer<String> close) {}

    /**
     * What features above tell agents at each sign of life.
     *
     * @param log takes what an agent tells as an event although it is about a deployment
     */
    public record Above(DeployLog log, DesiredRevisions revisions, PendingCommands commands, NodeWishes wishes) {}

    /**
     * @param settings as they are now; asked whenever one counts
     * @param use knows what still runs on a node
     */
    public NodeFeature(
            Base base, AccessFeature access, Supplier<Settings> settings, Channels channels, Nodes.UsageCheck use) {
        this.base = base;
        this.access = access;
        this.settings = settings;
        this.channels = channels;
        this.presence = new Presence(
                base.db(), base.clock(), base.elapsed(), () -> settings.get().timeouts());
        this.clones = new Clones(
                base.changes(),
                base.clock(),
                base.elapsed(),
                () -> settings.get().periods().slower().multipliedBy(3));
        this.rules = new NodeRules(base.db(), base.changes(), store);
        this.nodes =
                new Nodes(base.db(), base.changes(), store, presence, channels.open(), channels.close(), use, clones);
        this.endedLogins = new EndedLoginStore(base.db(), access.machineTokens());
        this.auth = new NodeAuth(access.machineTokens(), base.db(), store, clones);
        var keys = new NodeLogin.Keys(
                access.secrets(),
                access.machineTokens(),
                token -> access.tokens().enrol(token).map(Tokens.Enrolment::projectId));
        this.login = new NodeLogin(
                base.db(),
                base.changes(),
                store,
                presence,
                keys,
                rules,
                () -> settings.get().admission(),
                () -> settings.get().codeLevel(),
                base.clock(),
                base.random());
        base.lifecycle().starts("ended logins", endedLogins::start);
        base.lifecycle().add("presence", presence::start, presence);
        base.lifecycle().watch(presence::loop);
        base.lifecycle().starts("nodes", nodes::start);
    }

    /** Adds the routes; {@code removal} takes what is placed on a node away before the node goes. */
    public void routes(Faces faces, Nodes.Removal removal, Above above) {
        new NodeRoutes(nodes, removal).register(faces.people());
        new NodeRuleRoutes(rules).register(faces.people());
        new NodeLinkRoutes(
                        login,
                        auth,
                        presence,
                        clones,
                        new NodeEvents(base.db(), above.log(), base.clock()),
                        access.machineTokens(),
                        above.revisions(),
                        above.commands(),
                        above.wishes(),
                        endedLogins,
                        channels.close(),
                        () -> settings.get().periods(),
                        base.clock())
                .register(faces.machines());
    }

    /** The rows of nodes. */
    public NodeStore store() {
        return store;
    }

    /** Who is there. */
    public Presence presence() {
        return presence;
    }

    /** The nodes. */
    public Nodes nodes() {
        return nodes;
    }

    /** Which node an agent speaks for. */
    public NodeAuth auth() {
        return auth;
    }
}
