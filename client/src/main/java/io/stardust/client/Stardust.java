package io.stardust.client;

import io.stardust.client.config.Cellar;
import io.stardust.client.config.Config;
import io.stardust.client.disk.Shelf;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.link.Credentials;
import io.stardust.client.link.Link;
import io.stardust.client.link.LinkSettings;
import io.stardust.client.link.Listener;
import io.stardust.client.registry.Registry;
import io.stardust.client.token.Calls;
import io.stardust.client.token.ServiceToken;
import io.stardust.client.token.TokenVerifier;
import io.stardust.protocol.Build;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.registry.BusyFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An app's line to Stardust; one for a process. It logs in and stays logged in, in the background. Nothing here fails
 * or waits without end because the server is away: services are found as they were known last, tokens go on.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Stardust stardust = Stardust.fromEnvironment()) {
 *     stardust.registry().register(Offer.of("Orders", "http://*:8080"));
 *     ...
 * }
 * }</pre>
 */
public final class Stardust implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.stardust.client");

    /** What this library calls itself. */
    static final String SDK = "stardust-java/" + Build.read().version();

    private static final Duration UNREGISTER = Duration.ofSeconds(2);

    private final String app;
    private final Duration leaveWait;
    private final Shelf shelf;
    private final ServiceToken token;
    private final Calls calls = new Calls();
    private final Link link;
    private final Registry registry;
    private final Config config;
    private final Supplier<ServiceClient> maker;
    private volatile @Nullable ServiceClient http;
    private volatile @Nullable TokenVerifier verifier;
    private boolean closed; // guarded by this

    Stardust(StardustBuilder told, LinkSettings settings) {
        this.app = told.app;
        this.leaveWait = told.leaveWait;
        this.shelf = new Shelf(told.cache == null ? cache(app) : told.cache);
        this.token = new ServiceToken(shelf);
        var secret = new Secret(app, told.secretFile, told.secret, shelf);
        this.link = new Link(settings, new AppIdentity(told, SDK, this::address, token), secret);
        var facts = new Registry.Facts(told.release, told.scope, this::address, told.firstWait);
        this.registry = new Registry(link, facts, shelf.inner("services"));
        var cellar = new Cellar(shelf, told.scope, () -> text(secret));
        this.config = new Config(link, new Config.Facts(told.scope, told.firstWait), cellar, registry);
        var balancers = told.balancers;
        this.maker = () -> new ServiceClient(registry::resolve, token::get, balancers);
    }

    void begin(StardustBuilder told) {
        registry.start();
        link.start(new Orders(told.commands, config::ask), new Hears());
    }

    private static @Nullable String text(Credentials secret) {
        Credentials.Pair pair = secret.load();
        return pair == null ? null : pair.secret();
    }

    /**
     * Starts as the variables say that our agent gives to the apps it starts: {@code STARDUST_SERVER},
     * {@code STARDUST_APP_ID}, {@code STARDUST_SECRET_FILE} or {@code STARDUST_SECRET}, {@code STARDUST_NODE},
     * {@code STARDUST_INSTANCE}, {@code STARDUST_RELEASE}, {@code STARDUST_SCOPE}, {@code STARDUST_ZONE}. Returns at
     * once.
     *
     * @throws IllegalArgumentException if the server or the app is not told
     */
    public static Stardust fromEnvironment() {
        return builder().environment(System.getenv()).start();
    }

    /** Begins one that is told everything. */
    public static StardustBuilder builder() {
        return new StardustBuilder();
    }

    /** The services that this app offers and calls. */
    public Registry registry() {
        return registry;
    }

    /** What people set for this app. */
    public Config config() {
        return config;
    }

    /** Calls services by HTTP. */
    public ServiceClient http() {
        ServiceClient known = http;
        if (known != null) return known;
        synchronized (this) {
            if (http == null) http = maker.get();
            return http;
        }
    }

    /** Verifies the tokens of those who call this app. */
    public TokenVerifier verifier() {
        TokenVerifier known = verifier;
        if (known != null) return known;
        synchronized (this) {
            if (verifier == null) verifier = new TokenVerifier(link, app, token, shelf, calls);
            return verifier;
        }
    }

    /**
     * Counts the calls that this app serves: before our agent stops it, it waits until none is under way. The filters
     * that verify tokens count by themselves.
     */
    public Calls calls() {
        return calls;
    }

    /** The token that {@link #http} shows, for those who call otherwise; null while the server has given none. */
    public @Nullable String serviceToken() {
        return token.get();
    }

    /** Whether a login has succeeded and holds. */
    public boolean isLoggedIn() {
        return link.isLoggedIn();
    }

    private String address() {
        return Whereabouts.address(link.server());
    }

    private static Path cache(String app) {
        boolean plain = app.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
        String name = plain ? app : Hashes.sha256Hex(app.getBytes(StandardCharsets.UTF_8));
        return Path.of(System.getProperty("user.home", "."), ".stardust", "cache", name);
    }

    private final class Hears implements Listener {
        private volatile boolean connected;

        @Override
        public void loggedIn() {
            registry.feed().loggedIn();
            config.ask();
            TokenVerifier known = verifier;
            if (known != null) known.refresh();
        }

        @Override
        public void connected() {
            connected = true;
            registry.feed().connected();
            config.ask(); // whatever was pushed meanwhile was missed
        }

        @Override
        public void connectionLost(String reason) {
            connected = false;
            registry.feed().lost();
        }

        @Override
        public void heartbeat() {
            registry.feed().heartbeat();
            if (!connected) config.ask();
            TokenVerifier known = verifier;
            if (known != null) known.heartbeat();
        }

        @Override
        public void text(String text) {
            if (registry.feed().text(text) || config.text(text)) return;
            if (text.equals(BusyFrame.QUESTION)) {
                if (calls.isCounted()) link.say(BusyFrame.answer(Math.max(0, calls.underWay())));
                return;
            }
            TokenVerifier known = verifier;
            if (known != null) known.text(text);
        }
    }

    /**
     * Takes back what is offered and waits the time that consumers need to hear of it. Everything else goes on: calls
     * that this app answers or makes, tokens, the login. Blocks for two seconds at most and the time that was set; does
     * nothing when nothing is offered.
     */
    public void leave() {
        if (registry.leave(UNREGISTER)) rest();
    }

    /**
     * Leaves, and logs out. Blocks for some four seconds at most and the time that was set. Calls under way are not
     * touched: stop the app's own server after this.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        leave();
        config.close();
        registry.close();
        link.close();
        ServiceClient known = http;
        if (known != null) known.close();
    }

    private void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(leaveWait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
