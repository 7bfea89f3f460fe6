package io.stardust.server.command;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.command.CommandInModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.server.http.Api;
import io.stardust.server.http.Caller;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.node.Nodes;
import io.stardust.server.policy.Policies;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Replies and orders on the machine face (docs/protocol.md, Node). */
public final class CommandLinkRoutes {
    private static final int LONGEST_WAIT = 30; // seconds

    private final Commander commander;
    private final Nodes nodes;
    private final NodeAuth nodeAuth;
    private final Api.Authenticator people;
    private final Deputies deputies;
    private final Policies policies;
    private final InstantSource clock;

    /** @param people tells whose API token commands a node, when no deputy does */
    public CommandLinkRoutes(
            Commander commander,
            Nodes nodes,
            NodeAuth nodeAuth,
            Api.Authenticator people,
            Deputies deputies,
            Policies policies,
            InstantSource clock) {
        this.commander = commander;
        this.nodes = nodes;
        this.policies = policies;
        this.nodeAuth = nodeAuth;
        this.people = people;
        this.deputies = deputies;
        this.clock = clock;
    }

    /** Adds the paths. */
    public void register(LinkApi link) {
        link.post("/Node/CommandReply", this::reply).post("/Node/SendCommand", this::send);
    }

    private Object reply(LinkCall call) {
        Node node = nodeAuth.node(call);
        CommandReplyModel reply = call.rawBody(CommandReplyModel.class);
        if (reply.status() < CommandStatus.READY || reply.status() > CommandStatus.ERROR) {
            throw new Refused(Envelope.BAD_REQUEST, "Status: %d (expected: 0–4)".formatted(reply.status()));
        }
        return commander.reply(node, reply) ? 1 : 0;
    }

    private Object send(LinkCall call) {
        Deputies.Deputy by = deputies.of(call).orElseGet(() -> {
            Caller person = person(call);
            return _ -> person;
        });
        CommandInModel wish = call.body(CommandInModel.class); // of a stranger nothing is read
        String code = text("Code", wish.code());
        Caller caller = by.commanding(code);
        Node node = nodes.node(caller.visible(), code);
        caller.require(Role.OPERATOR, node.projectId());
        var order = new NewCommand(
                node,
                text("Command", wish.command()),
                wish.argument(),
                fromNow("StartTime", wish.startTime()),
                fromNow("Expire", wish.expire()),
                caller.actor());
        CommandLimits.checkName(order.command());
        policies.require(caller, node, order.command());
        int wait = Math.clamp(wish.timeout(), 0, LONGEST_WAIT);
        Command made = commander.send(order, Duration.ofSeconds(wait));
        return made.isFinal()
                ? new CommandReplyModel(made.id(), made.status(), made.result())
                : new CommandReplyModel(made.id(), CommandStatus.READY, null);
    }

    private Caller person(LinkCall call) {
        @Nullable String token = call.token();
        @Nullable Caller caller = token == null ? null : people.authenticate(Api.Credentials.of(token, call.address()));
        if (caller == null) {
            throw new Refused(
                    Envelope.UNAUTHORIZED,
                    "Token: missing (expected: an API token of an operator, or an app's that may command the node)");
        }
        call.known(caller);
        return caller;
    }

    private static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) throw new Refused(Envelope.BAD_REQUEST, field + ": missing");
        return value.trim();
    }

    private @Nullable Instant fromNow(String field, int seconds) {
        if (seconds < 0)
            throw new Refused(Envelope.BAD_REQUEST, "%s: %d (expected: seconds from now)".formatted(field, seconds));
        return seconds == 0 ? null : clock.instant().plusSeconds(seconds);
    }
}
