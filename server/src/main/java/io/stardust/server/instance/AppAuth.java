package io.stardust.server.instance;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.access.MachineTokens.Kind;
import io.stardust.server.app.App;
import io.stardust.server.app.AppDoor;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.InstanceTokens.Shown;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request, by the token of its login. Thread-safe. */
final class AppAuth implements InstanceAuth {
    private final InstanceTokens tokens;
    private final AppDoor door;
    private final Instances instances;

    AppAuth(InstanceTokens tokens, AppDoor door, Instances instances) {
        this.tokens = tokens;
        this.door = door;
        this.instances = instances;
    }

    /** An instance that is there, its app, and the token that it showed. */
    record SignedIn(App app, Instance instance, Shown shown) {}

    @Override
    public Instance instance(LinkCall call) {
        return signedIn(call, Duration.ZERO).instance();
    }

    /** As {@link #instance}, with what is known besides; its token may have been over for {@code grace}. */
    SignedIn signedIn(LinkCall call, Duration grace) {
        SignedIn from = signedIn(call.token(), call.address(), grace);
        call.known();
        return from;
    }

    /** As {@link #instance}, of the token of a push channel. */
    Instance instance(@Nullable String token, String address) {
        return signedIn(token, address, Duration.ZERO).instance();
    }

    private SignedIn signedIn(@Nullable String token, String address, Duration grace) {
        if (token == null || token.isEmpty()) {
            throw new Refused(Envelope.UNAUTHORIZED, "Token: missing (expected: the token of an app's login)");
        }
        Shown shown = tokens.verify(Kind.APP, token, grace).orElseThrow(AppAuth::over);
        App app = admitted(shown, address);
        Instance instance = instances
                .find(app.id(), shown.claims().clientId())
                .orElseGet(() -> instances.known(shown.instance(app, address), shown.keyId()));
        return new SignedIn(app, instance, shown);
    }

    /** The app of a token that lets it in; empty when it is no app's token. */
    Optional<App> app(String token, String address) {
        return tokens.verify(Kind.APP, token, Duration.ZERO).map(shown -> admitted(shown, address));
    }

    /**
     * The app of {@code shown}.
     *
     * @throws Refused 401 when it or its key is gone; 403 when it may not come, or not from there
     */
    App admitted(Shown shown, String address) {
        App app = door.app(shown.appId()).orElseThrow(AppAuth::over);
        requireWelcome(app, address);
        if (!app.approved()) {
            throw new Refused(Envelope.FORBIDDEN, "app %s waits for approval".formatted(app.name()));
        }
        if (!door.holds(app.id(), shown.keyId())) throw over();
        return app;
    }

    /**
     * Demands that an app may come from {@code address}.
     *
     * @throws Refused 403 if not
     */
    void requireWelcome(App app, String address) {
        if (!app.enabled()) throw new Refused(Envelope.FORBIDDEN, "app %s is disabled".formatted(app.name()));
        if (door.admits(app.id(), address)) return;
        throw new Refused(
                Envelope.FORBIDDEN,
                "app %s may not come from %s (expected: an address that its lists and its project's allow)"
                        .formatted(app.name(), address));
    }

    private static Refused over() {
        return new Refused(
                Envelope.UNAUTHORIZED, "Token: not valid (expected: that of an app's login that is not over)");
    }
}
