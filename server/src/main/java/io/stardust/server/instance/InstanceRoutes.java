package io.stardust.server.instance;

import io.stardust.api.instance.InstanceCommand;
import io.stardust.api.instance.InstanceCommandPage;
import io.stardust.api.instance.InstanceCommandView;
import io.stardust.api.instance.InstancePage;
import io.stardust.api.instance.InstanceView;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.server.app.App;
import io.stardust.server.app.Apps;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Instances on the people face. */
final class InstanceRoutes {
    private static final int MAX_Q = 200;
    private static final int LONGEST_WAIT = 30; // seconds; clients give up after a minute
    private static final int SHOWN = 500; // commands of one answer
    private static final List<String> STATUS = List.of("ready", "processing", "done", "cancelled", "error");

    private final Apps apps;
    private final Instances instances;
    private final AppCommands commands;
    private final PushSessions sessions;

    InstanceRoutes(Apps apps, Instances instances, AppCommands commands, PushSessions sessions) {
        this.apps = apps;
        this.instances = instances;
        this.commands = commands;
        this.sessions = sessions;
    }

    /** Adds the routes. */
    void register(Api api) {
        api.get("/apps/{id}/instances", Need.VIEWER, this::list).post("/apps/{id}/commands", Need.OPERATOR, this::send);
    }

    private Answer list(Call call) {
        App app = apps.get(call.visible(), call.id("id"));
        String q = call.query("q").orElse("").toLowerCase(Locale.ROOT);
        if (q.length() > MAX_Q) throw new Invalid("q", q.length() + " characters", "at most " + MAX_Q);
        int limit = call.limit();
        long cursor = call.cursor();
        List<Seat> found = instances.seats(app.id()).stream()
                .filter(seat -> seat.number() > cursor && matches(seat.instance(), q))
                .sorted(Comparator.comparingLong(Seat::number))
                .limit(limit + 1L)
                .toList();
        var page = Slice.of(found, limit, Seat::number);
        return Answer.of(new InstancePage(page.views(this::view), page.next()));
    }

    private static boolean matches(Instance instance, String q) {
        return q.isEmpty() || has(instance.client(), q) || has(instance.node(), q) || has(instance.version(), q);
    }

    private static boolean has(@Nullable String text, String q) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(q);
    }

    private InstanceView view(Seat seat) {
        Instance instance = seat.instance();
        @Nullable Meters meters = seat.meters();
        return new InstanceView(
                instance.client(),
                instance.ip(),
                instance.address(),
                instance.version(),
                instance.scope(),
                instance.zone(),
                instance.nodeId(),
                instance.node(),
                instance.run(),
                instance.sdk(),
                sessions.isOpen(instance.key()),
                seat.since(),
                seat.seenAt(),
                meters == null
                        ? null
                        : new InstanceView.Meters(meters.cpu(), meters.memory(), meters.threads(), meters.handles()));
    }

    private Answer send(Call call) {
        App app = apps.get(call.visible(), call.id("id"));
        call.caller().require(Role.OPERATOR, app.projectId());
        InstanceCommand wish = call.body(InstanceCommand.class);
        String command = Check.text("command", wish.command(), 100);
        int wait = Check.number("wait", wish.patience(), 0, 0, LONGEST_WAIT);
        int expire = Check.number("expire", wish.expire(), 0, 1, Math.toIntExact(Orders.LONGEST.toSeconds()));
        List<Instance> to = targets(app, wish.client());
        List<Order> sent = commands.send(
                call.caller().actor(),
                app,
                to,
                command,
                wish.argument(),
                expire == 0 ? null : Duration.ofSeconds(expire));
        Orders.awaitAll(sent, Duration.ofSeconds(wait));
        return Answer.of(new InstanceCommandPage(
                sent.stream().limit(SHOWN).map(InstanceRoutes::view).toList(), sent.size()));
    }

    private List<Instance> targets(App app, @Nullable String client) {
        if (client != null) {
            return List.of(
                    instances.find(app.id(), client).orElseThrow(() -> new NotFound("instance", Check.shown(client))));
        }
        List<Instance> all = instances.ofApp(app.id());
        if (all.isEmpty()) throw new Conflict("app %s has no instance that is logged in".formatted(app.name()));
        return all;
    }

    private static InstanceCommandView view(Order order) {
        CommandReplyModel state = order.state();
        String status = STATUS.get(Math.clamp(state.status(), CommandStatus.READY, CommandStatus.ERROR));
        return new InstanceCommandView(order.id(), order.to().client(), status, state.data());
    }
}
