package io.stardust.client;

import io.stardust.client.balance.Balancer;
import io.stardust.client.balance.FairShare;
import io.stardust.client.balance.ZoneFirst;
import io.stardust.client.link.Commands;
import io.stardust.client.link.LinkSettings;
import io.stardust.client.link.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link Stardust} is told before it starts. Needed are {@link #server} and {@link #app}. Not thread-safe. */
public final class StardustBuilder {
    private static final int ENOUGH_IN_ZONE = 2;

    @Nullable
    String server;

    String app = "";

    @Nullable
    String secret;

    @Nullable
    Path secretFile;

    @Nullable
    String node;

    @Nullable
    String instance;

    @Nullable
    String run;

    @Nullable
    String release;

    @Nullable
    String scope;

    @Nullable
    String zone;

    @Nullable
    String project;

    @Nullable
    Path cache;

    Duration firstWait = Duration.ofSeconds(2);
    Duration leaveWait = Duration.ofMillis(500);
    Commands commands = name -> null;
    Function<String, Balancer> balancers = service -> new ZoneFirst(new FairShare(), zone, ENOUGH_IN_ZONE);
    Pace pace = Pace.usual();
    InstantSource clock = InstantSource.system();

    StardustBuilder() {}

    /**
     * Takes over the variables that our agent gives to the apps it starts, each in place of what was told before,
     * absent ones as well; other names are passed over.
     */
    public StardustBuilder environment(Map<String, String> variables) {
        server = text(variables, "STARDUST_SERVER");
        app = Objects.requireNonNullElse(text(variables, "STARDUST_APP_ID"), "");
        secret = text(variables, "STARDUST_SECRET");
        String file = text(variables, "STARDUST_SECRET_FILE");
        secretFile = file == null ? null : Path.of(file);
        node = text(variables, "STARDUST_NODE");
        instance = text(variables, "STARDUST_INSTANCE");
        run = text(variables, "STARDUST_RUN");
        release = text(variables, "STARDUST_RELEASE");
        scope = text(variables, "STARDUST_SCOPE");
        zone = text(variables, "STARDUST_ZONE");
        return this;
    }

    private static @Nullable String text(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Where the server is: {@code http://stardust.example:6600}; several with commas between them. */
    public StardustBuilder server(String urls) {
        server = urls;
        return this;
    }

    /** The app's name. */
    public StardustBuilder app(String name) {
        app = name.strip();
        return this;
    }

    /** The app's secret. Without one the app waits until somebody approves it. */
    public StardustBuilder secret(String text) {
        secret = text;
        return this;
    }

    /** A file that holds the secret, read again at each login; goes before {@link #secret}. */
    public StardustBuilder secretFile(Path file) {
        secretFile = file;
        return this;
    }

    /** Names this process, {@code service@node}; without it the server knows it as {@code ip@pid}. */
    public StardustBuilder instance(String name) {
        instance = name;
        return this;
    }

    /** The app's version; offers that tell none have it. */
    public StardustBuilder release(String version) {
        release = version;
        return this;
    }

    /** Environment label, e.g. {@code dev}: of what is offered, of whom is called, and of the config. */
    public StardustBuilder scope(String label) {
        scope = label;
        return this;
    }

    /** Where this process runs; providers of the same zone are called first. */
    public StardustBuilder zone(String name) {
        zone = name;
        return this;
    }

    /** Where an app that the server does not know arrives. */
    public StardustBuilder project(String name) {
        project = name;
        return this;
    }

    /** Folder of what outlives the process; without it {@code .stardust/cache/APP} in the user's home. */
    public StardustBuilder cache(Path folder) {
        cache = folder;
        return this;
    }

    /** How long the first question for a service, and the first for the config, waits for the server; usually 2 s. */
    public StardustBuilder firstWait(Duration limit) {
        firstWait = limit;
        return this;
    }

    /** How long {@link Stardust#close} waits between taking back what is offered and its end; usually 500 ms. */
    public StardustBuilder leaveWait(Duration time) {
        leaveWait = time;
        return this;
    }

    /** Orders that people may send to this app. */
    public StardustBuilder commands(Commands known) {
        commands = known;
        return this;
    }

    /** Makes the balancer of each service; usually {@link FairShare}, in the own zone first. */
    public StardustBuilder balancer(Function<String, Balancer> maker) {
        balancers = maker;
        return this;
    }

    StardustBuilder pace(Pace rhythm) {
        pace = rhythm;
        return this;
    }

    StardustBuilder clock(InstantSource date) {
        clock = date;
        return this;
    }

    /**
     * Starts in the background and returns at once.
     *
     * @throws IllegalArgumentException if a setting is missing or cannot be right
     */
    public Stardust start() {
        if (server == null) {
            throw new IllegalArgumentException(
                    "server: not set (expected: STARDUST_SERVER or server(\"http://stardust.example:6600\"))");
        }
        if (app.isEmpty()) {
            throw new IllegalArgumentException("app: not set (expected: STARDUST_APP_ID or app(\"Orders\"))");
        }
        LinkSettings settings =
                LinkSettings.of(server, Stardust.SDK).withPace(pace).withClock(clock);
        Stardust stardust = new Stardust(this, settings);
        stardust.begin(this);
        return stardust;
    }
}
