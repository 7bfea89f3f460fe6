package io.stardust.server.instance;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.command.CommandInModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.server.app.App;
import io.stardust.server.app.Introductions;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.AppAuth.SignedIn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies of instances, and commands of one app to another, on the machine face. */
final class OrderLinkRoutes {
    private static final int LONGEST_WAIT = 30; // seconds

    private final AppAuth auth;
    private final Introductions apps;
    private final Instances instances;
    private final Orders orders;
    private final AppCommands commands;

    OrderLinkRoutes(AppAuth auth, Introductions apps, Instances instances, Orders orders, AppCommands commands) {
        this.auth = auth;
        this.apps = apps;
        this.instances = instances;
        this.orders = orders;
        this.commands = commands;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.post("/App/CommandReply", this::reply).post("/App/SendCommand", this::send);
    }

    private Object reply(LinkCall call) {
        Instance from = auth.instance(call);
        CommandReplyModel reply = call.rawBody(CommandReplyModel.class);
        if (reply.status() < CommandStatus.READY || reply.status() > CommandStatus.ERROR) {
            throw new Refused(Envelope.BAD_REQUEST, "Status: %d (expected: 0–4)".formatted(reply.status()));
        }
        if (orders.reply(from, reply)) return 1;
        if (orders.isOfAnother(from, reply.id())) {
            throw new Refused(Envelope.FORBIDDEN, "Id: %d is another instance's command".formatted(reply.id()));
        }
        return 0;
    }

    private Object send(LinkCall call) {
        SignedIn from = auth.signedIn(call, Duration.ZERO);
        CommandInModel wish = call.body(CommandInModel.class);
        String code = text("Code", wish.code());
        int at = code.indexOf('@');
        App target = target(from.app(), at < 0 ? code : code.substring(0, at));
        List<Instance> to = at < 0
                ? instances.ofApp(target.id())
                : instances.find(target.id(), code.substring(at + 1)).stream().toList();
        if (to.isEmpty()) throw new Refused(Envelope.NOT_FOUND, "Code: no instance of it is there");
        if (wish.startTime() != 0 || wish.expire() < 0) {
            throw new Refused(Envelope.BAD_REQUEST, "StartTime, Expire: expected: 0, and seconds from now");
        }
        List<Order> sent = commands.send(
                from.app().actor(),
                target,
                to,
                text("Command", wish.command()),
                wish.argument(),
                wish.expire() == 0 ? null : Duration.ofSeconds(wish.expire()));
        return Orders.awaitFirst(sent, Duration.ofSeconds(Math.clamp(wish.timeout(), 0, LONGEST_WAIT)))
                .orElseGet(() -> new CommandReplyModel(sent.getFirst().id(), CommandStatus.READY, null));
    }

    private App target(App from, String name) {
        AppCommands.requireControl(from, name);
        return apps.known(name)
                .filter(app -> app.projectId() == from.projectId())
                .orElseThrow(() -> new Refused(
                        Envelope.NOT_FOUND, "Code: no app of project %d is called so".formatted(from.projectId())));
    }

    private static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) throw new Refused(Envelope.BAD_REQUEST, field + ": missing");
        return value.trim();
    }
}
