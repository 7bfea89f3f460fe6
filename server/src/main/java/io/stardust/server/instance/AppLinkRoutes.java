package io.stardust.server.instance;

import static java.util.Objects.requireNonNullElse;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.app.AppInfo;
import io.stardust.protocol.app.AppLoginResponse;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.app.AppPingResponse;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.LogoutResponse;
import io.stardust.server.app.App;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.AppAuth.SignedIn;
import io.stardust.server.instance.InstanceListener.Departure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Login, heartbeat and events of instances on the machine face (docs/protocol.md). */
final class AppLinkRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AppLinkRoutes.class);
    private static final Duration RENEW = Duration.ofMinutes(10);
    private static final int EVENTS = 1_000; // of one request
    private static final int LOGGED = 20; // of those

    private final AppLogin login;
    private final AppAuth auth;
    private final InstanceTokens tokens;
    private final Logouts logouts;
    private final Instances instances;
    private final Orders orders;
    private final ServiceTokenIssuer serviceTokens;
    private final Supplier<Periods> periods;
    private final InstantSource clock;

    /** How often an instance with our SDK reports, and another. */
    record Periods(Duration ours, Duration foreign) {
        private int of(Instance instance) {
            return Math.toIntExact((instance.sdk() ? ours : foreign).toSeconds());
        }
    }

    AppLinkRoutes(
            AppLogin login,
            AppAuth auth,
            InstanceTokens tokens,
            Logouts logouts,
            Instances instances,
            Orders orders,
            ServiceTokenIssuer serviceTokens,
            Supplier<Periods> periods,
            InstantSource clock) {
        this.login = login;
        this.auth = auth;
        this.tokens = tokens;
        this.logouts = logouts;
        this.instances = instances;
        this.orders = orders;
        this.serviceTokens = serviceTokens;
        this.periods = periods;
        this.clock = clock;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.postOfPages("/App/Login", this::login)
                .any("/App/Logout", this::logout)
                .post("/App/Register", this::register)
                .post("/App/Ping", this::ping)
                .post("/App/PostEvents", this::postEvents);
    }

    private Object login(LinkCall call) {
        AppModel asked = call.rawBody(AppModel.class); // its names are refused, not cleaned
        AppLogin.Outcome outcome = login.login(asked, call.address());
        App app = outcome.app();
        @Nullable Instance instance = outcome.instance();
        return new AppLoginResponse(
                outcome.secret() == null ? null : app.name(),
                outcome.secret(),
                shownName(app),
                instance == null ? null : tokens.issue(instance, outcome.keyId()),
                instance == null ? 0 : Math.toIntExact(tokens.lifetime().toSeconds()),
                asked.time(),
                clock.millis(),
                instance == null ? null : serviceTokens.tokenFor(instance));
    }

    private static String shownName(App app) {
        return requireNonNullElse(app.displayName(), app.name());
    }

    /** How clients logged in before 2023. */
    private Object register(LinkCall call) {
        AppLogin.Outcome outcome = login.login(call.rawBody(AppModel.class), call.address());
        return shownName(outcome.app());
    }

    private Object logout(LinkCall call) {
        SignedIn from = auth.signedIn(call, Duration.ZERO);
        logouts.end(from.shown());
        instances.left(from.instance(), Departure.LOGOUT);
        return new LogoutResponse(shownName(from.app()), null);
    }

    private Object ping(LinkCall call) {
        // SDKs of upstream never log in again: after a sleep or an outage their heartbeat alone gets them a token
        SignedIn from = auth.signedIn(call, InstanceTokens.GRACE);
        @Nullable String renewed = renewed(from);
        AppInfo told = call.body(AppInfo.class);
        Instance instance = from.instance();
        instances.alive(instance, Meters.of(told));
        List<CommandModel> pending = orders.deliver(instance);
        return new AppPingResponse(
                told.time(),
                clock.millis(),
                periods.get().of(instance),
                renewed,
                null,
                pending.isEmpty() ? null : pending,
                serviceTokens.tokenFor(instance));
    }

    /**
     * A fresh token when little of the shown one is left. One that was got without a secret goes on for only as long as
     * the app may come without.
     */
    private @Nullable String renewed(SignedIn from) {
        Duration left = Duration.between(clock.instant(), from.shown().claims().expiresAt());
        if (left.compareTo(RENEW) >= 0) return null;
        boolean may = from.shown().keyId() != 0
                || from.app().open()
                || OpenApps.has(from.app().name());
        if (may) return tokens.again(from.shown());
        if (left.isPositive()) return null;
        throw new Refused(
                Envelope.UNAUTHORIZED,
                "Token: expired (expected: a login with the secret of a key of app %s)"
                        .formatted(from.app().name()));
    }

    private Object postEvents(LinkCall call) {
        Instance instance = auth.instance(call);
        List<EventModel> events = call.bodyList(EventModel.class);
        if (events.size() > EVENTS) {
            throw new Refused(
                    Envelope.BAD_REQUEST, "events: %d (expected: at most %d)".formatted(events.size(), EVENTS));
        }
        for (EventModel event : events.subList(0, Math.min(LOGGED, events.size()))) {
            LOG.debug(
                    "instance {}: {} {} {}",
                    instance.key(),
                    AppFields.bounded(event.type(), 150),
                    AppFields.bounded(event.name(), 100),
                    AppFields.bounded(event.remark(), 500));
        }
        return events.size();
    }
}
