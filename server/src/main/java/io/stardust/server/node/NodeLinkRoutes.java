package io.stardust.server.node;

import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.node.AppUse;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.LogoutResponse;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.PingResponse;
import io.stardust.server.access.MachineTokens;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.NodeAuth.SignedIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Login, heartbeat and events on the machine face (docs/protocol.md, Node). */
public final class NodeLinkRoutes {
    private static final int APPS = 2_000; // of one node
    private static final Duration RENEW = Duration.ofMinutes(10);

    private final NodeLogin login;
    private final NodeAuth auth;
    private final Presence presence;
    private final Clones clones;
    private final NodeEvents events;
    private final MachineTokens tokens;
    private final DesiredRevisions revisions;
    private final PendingCommands commands;
    private final NodeWishes wishes;
    private final EndedLoginStore ended;
    private final Consumer<String> channels;
    private final Supplier<Periods> periods;
    private final InstantSource clock;

    /**
     * @param ended of agents that have logged out
     * @param channels closes the push channel of a code
     * @param periods between heartbeats, as told to the nodes
     */
    public NodeLinkRoutes(
            NodeLogin login,
            NodeAuth auth,
            Presence presence,
            Clones clones,
            NodeEvents events,
            MachineTokens tokens,
            DesiredRevisions revisions,
            PendingCommands commands,
            NodeWishes wishes,
            EndedLoginStore ended,
            Consumer<String> channels,
            Supplier<Periods> periods,
            InstantSource clock) {
        this.login = login;
        this.auth = auth;
        this.presence = presence;
        this.clones = clones;
        this.events = events;
        this.tokens = tokens;
        this.revisions = revisions;
        this.commands = commands;
        this.wishes = wishes;
        this.ended = ended;
        this.channels = channels;
        this.periods = periods;
        this.clock = clock;
    }

    /** How often a node with our agent reports, and one with another. */
    public record Periods(Duration ours, Duration foreign) {
        private Duration of(Node node) {
            return node.foreign() ? foreign : ours;
        }

        Duration slower() {
            return ours.compareTo(foreign) > 0 ? ours : foreign;
        }
    }

    /** Adds the paths. */
    public void register(LinkApi link) {
        link.post("/Node/Login", this::login)
                .any("/Node/Logout", this::logout)
                .post("/Node/Ping", this::ping)
                .post("/Node/PostEvents", this::postEvents);
    }

    private Object login(LinkCall call) {
        byte[] body = call.rawJson(); // its names are refused, not cleaned
        LoginInfo asked = LinkCall.read(body, LoginInfo.class);
        NodeInfo root = LinkCall.read(body, NodeInfo.class);
        @Nullable NodeInfo nested = asked.node();
        NodeInfo machine = nested == null || (isUnnamed(nested) && !isUnnamed(root)) ? root : nested;
        return login.login(new NodeLogin.Asked(asked, machine, millis(root.time()), call.address()));
    }

    /** Very old clients put the facts at the top level, some beside a {@code Node} that says nothing. */
    private static boolean isUnnamed(NodeInfo info) {
        return isEmpty(info.uuid()) && isEmpty(info.machineGuid()) && isEmpty(info.macs());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** {@code Time} at the top level is epoch ms in a login, but a date among the facts of a very old one. */
    private static long millis(@Nullable String time) {
        if (time == null || !time.matches("\\d{1,18}")) return 0;
        return Long.parseLong(time);
    }

    private Object logout(LinkCall call) {
        Node node = auth.node(call);
        ended.end(auth.signedIn(call).claims());
        presence.left(node.id());
        channels.accept(node.code());
        return new LogoutResponse(node.name(), null);
    }

    private Object ping(LinkCall call) {
        SignedIn from = auth.signedIn(call);
        PingInfo told = call.body(PingInfo.class);
        PingInfo ping = NodeFields.bounded(told);
        Node node = from.node();
        boolean serves = clones.heard(node, from.claims().clientId(), call.address());
        if (serves) presence.ping(node, ping, apps(told));
        List<CommandModel> pending = serves ? commands.deliver(node) : List.of();
        NodeWishes.Wish wish = wishes.of(node);
        return new PingResponse(
                ping.time(),
                clock.millis(),
                Math.toIntExact(periods.get().of(node).toSeconds()),
                renewed(from.claims()),
                wish.newServer(),
                wish.syncSeconds(),
                pending.isEmpty() ? null : pending,
                serves ? revisions.of(node.id()) : 0);
    }

    private static List<AppUse> apps(PingInfo told) {
        List<AppUse> apps = told.apps() == null ? List.of() : told.apps();
        return apps.stream()
                .limit(APPS)
                .filter(use -> use.memory() >= 0 && Double.isFinite(use.cpu()))
                .toList();
    }

    private @Nullable String renewed(MachineTokens.Claims claims) {
        Duration left = Duration.between(clock.instant(), claims.expiresAt());
        return left.compareTo(RENEW) < 0 ? tokens.issue(claims.subject(), claims.clientId()) : null;
    }

    private Object postEvents(LinkCall call) {
        Node node = auth.node(call);
        return events.take(node, call.bodyList(EventModel.class));
    }
}
