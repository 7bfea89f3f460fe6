package io.stardust.server.command;

import io.stardust.api.command.CommandWish;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.Nodes;
import io.stardust.server.policy.Policies;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Orders on the people face. */
public final class CommandRoutes {
    private static final int LONGEST_WAIT = 30; // seconds; clients give up after a minute

    private final Commander commander;
    private final Nodes nodes;
    private final Policies policies;

    public CommandRoutes(Commander commander, Nodes nodes, Policies policies) {
        this.commander = commander;
        this.nodes = nodes;
        this.policies = policies;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/nodes/{id}/commands", Need.VIEWER, this::list)
                .post("/nodes/{id}/commands", Need.OPERATOR, this::send)
                .get("/commands/{id}", Need.VIEWER, this::one)
                .delete("/commands/{id}", Need.OPERATOR, this::cancel);
    }

    private Answer list(Call call) {
        Node node = nodes.node(call.visible(), call.id("id"));
        return Answer.of(commander.page(call.visible(), node.id(), call.cursor(), call.limit()));
    }

    private Answer send(Call call) {
        Node node = nodes.node(call.visible(), call.id("id"));
        call.caller().require(Role.OPERATOR, node.projectId());
        CommandWish wish = call.body(CommandWish.class);
        String command = Check.text("command", wish.command(), 100);
        int wait = Check.number("waitSeconds", wish.waitSeconds(), 0, 0, LONGEST_WAIT);
        var order = new NewCommand(
                node,
                command,
                wish.argument(),
                time("startAt", wish.startAt()),
                time("expireAt", wish.expireAt()),
                call.caller().actor());
        CommandLimits.checkName(command);
        policies.require(call.caller(), node, command);
        Command made = commander.send(order, Duration.ofSeconds(wait));
        return Answer.created("/commands/" + made.id(), made.view());
    }

    private static @Nullable Instant time(String field, @Nullable Long millis) {
        if (millis == null) return null;
        if (millis < 0) throw new Invalid(field, millis, "epoch milliseconds");
        return Instant.ofEpochMilli(millis);
    }

    private Answer one(Call call) {
        return Answer.of(commander.find(call.visible(), call.id("id")).view());
    }

    private Answer cancel(Call call) {
        Command command = commander.find(call.visible(), call.id("id"));
        call.caller().require(Role.OPERATOR, command.projectId());
        commander.cancel(call.visible(), command.id(), call.caller().actor());
        return Answer.none();
    }
}
