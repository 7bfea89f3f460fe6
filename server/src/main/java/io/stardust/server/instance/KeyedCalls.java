package io.stardust.server.instance;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.Hashes;
import io.stardust.server.access.Rate;
import io.stardust.server.app.App;
import io.stardust.server.app.AppDoor;
import io.stardust.server.app.AppKeys;
import io.stardust.server.app.Introductions;
import io.stardust.server.http.Check;
import io.stardust.server.http.Networks;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in calls of clients that know no login: each brings the name of an app and the secret of one of its keys. What a
 * secret proved is remembered by its hash, and whether the key still holds is asked each time. Thread-safe.
 */
public final class KeyedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedCalls.class);
    /** Secrets that are remembered; others cost a look at the database each time. */
    private static final int REMEMBERED = 20_000;

    private final AppDoor door;
    private final AppAuth auth;
    private final AppKeys keys;
    private final Introductions introductions;
    private final Instances instances;
    private final Rate wrong;
    private final Map<String, Shown> remembered = new ConcurrentHashMap<>();

    /** @param steady a clock that only goes forward */
    KeyedCalls(
            AppDoor door,
            AppAuth auth,
            AppKeys keys,
            Introductions introductions,
            Instances instances,
            InstantSource steady) {
        this.door = door;
        this.auth = auth;
        this.keys = keys;
        this.introductions = introductions;
        this.instances = instances;
        this.wrong = new Rate(steady, AppLogin.WRONG, AppLogin.WRONG_IN_ALL);
    }

    /** Which app a call comes from, and the key that it showed. */
    public record Keyed(long appId, String app, long projectId, long keyId) {}

    private record Shown(long appId, long keyId) {}

    /**
     * The app that {@code secret} proves.
     *
     * @param address where the call comes from
     * @throws Refused 401 when it proves none; 403 when the app is disabled, waits for approval or may not come from
     *     there; 429 when too many were wrong
     */
    public Keyed admit(String name, String secret, String address) {
        return admit(name, secret, address, Use.CALL);
    }

    /**
     * The app that {@code token}, {@code APP.SECRET}, may send for; that of a key of any kind.
     *
     * @throws Refused as {@link #admit} does
     */
    public Keyed sender(String token, String address) {
        int dot = token.lastIndexOf('.'); // no secret of ours has one
        String name = dot < 0 ? "" : token.substring(0, dot);
        return admit(name, token.substring(dot + 1), address, Use.SEND);
    }

    /** What a secret is shown for. */
    private enum Use {
        CALL,
        SEND
    }

    private Keyed admit(String name, String secret, String address, Use use) {
        String mark = Hashes.sha256Hex((use + "\0" + name + "\0" + secret).getBytes(StandardCharsets.UTF_8));
        @Nullable Shown known = remembered.get(mark);
        if (known != null) {
            Optional<App> app =
                    door.app(known.appId).filter(there -> there.name().equals(name));
            if (app.isPresent() && door.holds(known.appId, known.keyId)) return admitted(app.get(), known, address);
            remembered.remove(mark);
        }
        Shown shown = shown(name, secret, address, use);
        Keyed keyed = admitted(door.app(shown.appId).orElseThrow(() -> refused(name)), shown, address);
        if (remembered.size() >= REMEMBERED) remembered.clear(); // those that still come are looked up again
        remembered.put(mark, shown);
        return keyed;
    }

    private Shown shown(String name, String secret, String address, Use use) {
        String sender = Check.cut(name, 64) + " " + Networks.sender(address);
        if (!wrong.has(sender)) throw new Refused(429, "too many wrong secrets within a minute; ask again in a minute");
        @Nullable
        App app = introductions
                .known(name)
                .filter(there -> !OpenApps.has(there.name()))
                .orElse(null);
        boolean plain = !secret.isEmpty() && !secret.startsWith("$"); // a salted proof is good for one moment only
        Optional<Long> key = app == null || !plain ? Optional.empty() : key(app.id(), secret, use);
        if (app == null || key.isEmpty()) {
            wrong.take(sender);
            LOG.warn("app {}: call from {} with a wrong secret, refused", Check.shown(name), address);
            throw refused(name);
        }
        introductions.proved(app);
        introductions.loggedIn(app);
        return new Shown(app.id(), key.get());
    }

    private Optional<Long> key(long appId, String secret, Use use) {
        return use == Use.SEND ? keys.sending(appId, secret) : keys.shown(appId, secret, null);
    }

    private static Refused refused(String name) {
        return new Refused(
                Envelope.UNAUTHORIZED,
                "Authorization: does not prove app %s (expected: the name of an app and the secret of a key that holds)"
                        .formatted(Check.shown(name)));
    }

    private Keyed admitted(App app, Shown shown, String address) {
        auth.requireWelcome(app, address);
        if (!app.approved()) throw new Refused(Envelope.FORBIDDEN, "app %s waits for approval".formatted(app.name()));
        keys.used(shown.keyId);
        return new Keyed(app.id(), app.name(), app.projectId(), shown.keyId);
    }

    /** An instance of the calling app is there; what was known of it is replaced. */
    public void came(Keyed by, Instance instance) {
        instances.came(instance, by.keyId);
    }

    /** A sign of life; one that is not there any more comes by it. */
    public void alive(Keyed by, Instance instance) {
        instances.alive(instances.known(instance, by.keyId), null);
    }

    /** An instance says good-bye. */
    public void left(Instance instance) {
        instances.left(instance, Departure.LOGOUT);
    }
}
