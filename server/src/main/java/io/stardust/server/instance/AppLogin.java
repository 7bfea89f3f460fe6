package io.stardust.server.instance;

import static io.stardust.server.instance.AppFields.bounded;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.app.AppModel;
import io.stardust.server.access.Rate;
import io.stardust.server.app.App;
import io.stardust.server.app.AppKeys;
import io.stardust.server.app.Introductions;
import io.stardust.server.app.Introductions.Arrived;
import io.stardust.server.app.Introductions.Newcomer;
import io.stardust.server.http.Networks;
import io.stardust.server.instance.PlacedApps.Place;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets instances of apps in. Thread-safe.
 *
 * <p>An app that shows a key of its own is let in. One that came by itself gets a key with its first login and may come
 * without a secret until it has shown one; then, and always of an app that somebody made, an empty or wrong secret is
 * refused, and no answer ever holds the secret of a key that was there before. Upstream answers a wrong secret with the
 * right one.
 */
final class AppLogin {
    private static final Logger LOG = LoggerFactory.getLogger(AppLogin.class);
    private static final int SHORTEST_SECRET = 8;
    private static final int LONGEST_SECRET = 100;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** Wrong secrets of one app from one address within a minute. */
    static final int WRONG = 60;

    static final int WRONG_IN_ALL = 100_000;

    private final Introductions introductions;
    private final AppKeys keys;
    private final AppAuth auth;
    private final Instances instances;
    private final Whereabouts whereabouts;
    private final BooleanSupplier open;
    private final RandomGenerator random;
    private final Rate wrong;

    /**
     * @param open true when unknown apps are let in at once
     * @param steady a clock that only goes forward
     */
    AppLogin(
            Introductions introductions,
            AppKeys keys,
            AppAuth auth,
            Instances instances,
            Whereabouts whereabouts,
            BooleanSupplier open,
            RandomGenerator random,
            InstantSource steady) {
        this.introductions = introductions;
        this.keys = keys;
        this.auth = auth;
        this.instances = instances;
        this.whereabouts = whereabouts;
        this.open = open;
        this.random = random;
        this.wrong = new Rate(steady, WRONG, WRONG_IN_ALL);
    }

    /**
     * What came of a login.
     *
     * @param instance null while the app waits to be let in
     * @param secret made for it now; null: none
     * @param keyId which it has shown; 0: none
     */
    record Outcome(
            App app, @Nullable Instance instance, @Nullable String secret, long keyId) {
        @Override
        public String toString() {
            return "Outcome[" + app.name() + "]";
        }
    }

    /**
     * Answers a login from {@code address}.
     *
     * @throws Refused 400 when a name may not be used; 401 when a secret is missing or wrong; 403 when the app is
     *     disabled or may not come from there; 403 and 429 when too many wait or come, or guess
     */
    Outcome login(AppModel asked, String address) {
        @Nullable String named = asked.appId() == null || asked.appId().isBlank() ? asked.code() : asked.appId();
        @Nullable String name = AppFields.name("AppId", named, 64);
        if (name == null) throw new Refused(Envelope.BAD_REQUEST, "AppId: missing (expected: the app's name)");
        @Nullable String client = AppFields.name("ClientId", asked.clientId(), 100);
        String proof = asked.secret() == null ? "" : asked.secret();
        @Nullable String service = bounded(asked.instance(), 200);
        Optional<App> known = introductions.known(name);
        Optional<Place> place = known.flatMap(app -> whereabouts.place(app.id(), service));
        Outcome outcome = known.isPresent()
                ? returning(known.get(), proof, place, address)
                : newcomer(asked, name, proof, address);
        if (!outcome.app().approved()) return outcome;
        introductions.loggedIn(outcome.app());
        Instance instance = instance(outcome.app(), asked, client, place, address);
        instances.came(instance, outcome.keyId());
        LOG.debug("instance {}: logged in from {}", instance.key(), address);
        return new Outcome(outcome.app(), instance, outcome.secret(), outcome.keyId());
    }

    private Outcome newcomer(AppModel asked, String name, String proof, String address) {
        boolean program = OpenApps.has(name);
        boolean letIn = program || open.getAsBoolean();
        @Nullable String brought = letIn && !program ? brought(proof) : null;
        var newcomer = new Newcomer(
                name, bounded(asked.appName(), 100), bounded(asked.project(), 100), address, brought, !program);
        Arrived arrived = introductions.arrive(newcomer, letIn);
        App app = arrived.app();
        auth.requireWelcome(app, address);
        if (!app.approved() || program) return new Outcome(app, null, null, 0);
        return brought == null
                ? new Outcome(app, null, arrived.secret(), 0)
                : shown(app, proof, Optional.empty(), address);
    }

    /** The secret that a client brings and we can read; null when it brings none. */
    private static @Nullable String brought(String proof) {
        if (proof.isEmpty() || proof.startsWith("$")) return null;
        if (proof.length() >= SHORTEST_SECRET && proof.length() <= LONGEST_SECRET) return proof;
        throw new Refused(
                Envelope.BAD_REQUEST,
                "Secret: %d characters (expected: none, or %d–%d)"
                        .formatted(proof.length(), SHORTEST_SECRET, LONGEST_SECRET));
    }

    private Outcome returning(App known, String proof, Optional<Place> place, String address) {
        auth.requireWelcome(known, address);
        boolean program = OpenApps.has(known.name());
        App app = known;
        if (!app.approved()) {
            if (!program && !open.getAsBoolean()) {
                introductions.asked(app);
                return new Outcome(app, null, null, 0);
            }
            app = introductions.letIn(app);
            LOG.info("app {} {}: let in", app.id(), app.name());
        }
        if (program) return new Outcome(app, null, null, 0);
        if (app.open() && app.lastLoginAt() == null) return first(app, proof, place, address);
        if (!proof.isEmpty()) return shown(app, proof, place, address);
        if (app.open()) return new Outcome(app, null, null, 0);
        throw new Refused(
                Envelope.UNAUTHORIZED, "Secret: missing (expected: that of a key of app %s)".formatted(app.name()));
    }

    /** It waited and was let in: what a newcomer gets that is let in at once. */
    private Outcome first(App app, String proof, Optional<Place> place, String address) {
        if (!proof.isEmpty() && keys.shown(app.id(), proof, null).isPresent()) {
            return shown(app, proof, place, address);
        }
        @Nullable String brought = brought(proof);
        Arrived arrived = introductions.firstKey(app, brought);
        return brought == null ? new Outcome(app, null, arrived.secret(), 0) : shown(app, proof, place, address);
    }

    private Outcome shown(App app, String proof, Optional<Place> place, String address) {
        String sender = app.id() + " " + Networks.sender(address); // of others behind it nobody is to suffer
        if (!wrong.has(sender)) throw new Refused(429, "too many wrong secrets within a minute; ask again in a minute");
        Optional<Long> key =
                keys.shown(app.id(), proof, place.map(Place::placementId).orElse(null));
        if (key.isEmpty()) {
            wrong.take(sender);
            LOG.warn("app {} {}: login from {} with a wrong secret, refused", app.id(), app.name(), address);
            throw new Refused(
                    Envelope.UNAUTHORIZED,
                    "Secret: does not prove app %s (expected: that of a key that holds, and a clock within %d min of ours)"
                            .formatted(app.name(), SecretProof.SALT_TIME.toMinutes()));
        }
        keys.used(key.get());
        introductions.proved(app);
        return new Outcome(app, null, null, key.get());
    }

    private Instance instance(App app, AppModel asked, @Nullable String client, Optional<Place> place, String address) {
        var machine = whereabouts.machine(app.projectId(), place, bounded(asked.nodeCode(), 64));
        @Nullable String zone = bounded(asked.zone(), 100);
        return new Instance(
                app.id(),
                app.name(),
                app.projectId(),
                client == null ? randomText() : client,
                bounded(asked.ip(), 200),
                address,
                bounded(asked.version(), 100),
                bounded(asked.scope(), 100),
                zone != null ? zone : machine.flatMap(whereabouts::zone).orElse(null),
                machine.map(Whereabouts.Machine::id).orElse(null),
                machine.map(Whereabouts.Machine::name).orElse(null),
                bounded(asked.run(), 200),
                bounded(asked.sdk(), 100) != null);
    }

    private String randomText() {
        var text = new StringBuilder(8);
        for (int i = 0; i < 8; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }
}
