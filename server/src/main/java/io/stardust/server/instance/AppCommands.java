package io.stardust.server.instance;

import io.avaje.jsonb.Json;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.app.App;
import io.stardust.server.change.Changes;
import io.stardust.server.command.CommandLimits;
import io.stardust.server.command.Deputies;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.http.LinkCall;
import io.stardust.server.http.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may command what, and the record of it. Thread-safe. */
final class AppCommands implements Deputies {
    private final Changes changes;
    private final Orders orders;
    private final AppAuth auth;

    AppCommands(Changes changes, Orders orders, AppAuth auth) {
        this.changes = changes;
        this.orders = orders;
        this.auth = auth;
    }

    /**
     * A command as the change table shows it: what it says besides may be secret.
     *
     * @param client of the one instance that it was sent to; null: to all of the app
     */
    @Json
    record Commanded(String command, @Nullable String client, int instances) {}

    /**
     * Sends a command to instances of {@code target} and records it.
     *
     * @param expire null: the usual time
     * @throws Invalid when it is none
     */
    List<Order> send(
            String actor,
            App target,
            List<Instance> to,
            String command,
            @Nullable String argument,
            @Nullable Duration expire) {
        CommandLimits.checkName(command);
        CommandLimits.checkArgument(argument);
        if (expire != null && expire.compareTo(Orders.LONGEST) > 0) {
            throw new Invalid("expire", expire.toSeconds(), "at most " + Orders.LONGEST.toSeconds());
        }
        @Nullable String client = to.size() == 1 ? to.getFirst().client() : null;
        changes.write(
                actor,
                tx -> tx.record(
                        "app.commanded",
                        target.projectId(),
                        target.id(),
                        null,
                        new Commanded(command, client, to.size())));
        // as it was written: an app looks it up by a name of its own, such as app/freeMemory
        return orders.send(to, command, argument, expire);
    }

    /**
     * Demands that {@code app} may command what is called {@code name}.
     *
     * @throws Refused 401 when it may command nothing, 403 when not this
     */
    static void requireControl(App app, String name) {
        boolean none = app.control() == null || OpenApps.has(app.name());
        if (!none && app.controls(name)) return;
        throw new Refused(
                none ? Envelope.UNAUTHORIZED : Envelope.FORBIDDEN,
                "app %s may not command %s (expected: its name among what people let the app control)"
                        .formatted(app.name(), AppFields.bounded(name, 100)));
    }

    @Override
    public Optional<Deputy> of(LinkCall call) {
        @Nullable String token = call.token();
        if (token == null || token.isEmpty()) return Optional.empty();
        Optional<App> app = auth.app(token, call.address());
        app.ifPresent(_ -> call.known());
        return app.map(from -> nodeCode -> {
            requireControl(from, nodeCode);
            return new Caller(from.actor(), 0, "app " + from.name(), false, Map.of(from.projectId(), Role.OPERATOR));
        });
    }
}
