package io.stardust.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import io.stardust.protocol.Build;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Expiry;
import io.stardust.server.feature.Base;
import io.stardust.server.feature.Lifecycle;
import io.stardust.server.http.Api;
import io.stardust.server.http.Bodies;
import io.stardust.server.http.Connections;
import io.stardust.server.http.ConsoleRoutes;
import io.stardust.server.http.Entrance;
import io.stardust.server.http.Errors;
import io.stardust.server.http.Faces;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.OpenApiRoutes;
import io.stardust.server.http.PackedBodies;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The whole server: its features, what it is asked, and how it is served. Starts and stops it all. */
public final class Server implements AutoCloseable {
    /** Of the program, as printed and as in the API's document. */
    static final String VERSION = Build.read().version();

    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(3);
    private static final Duration CERTIFICATE_PERIOD = Duration.ofSeconds(5);

    /** Between two signs of life of a stream of events. */
    static final Duration PING = Duration.ofSeconds(15);

    private final ServerSettings settings;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Expiry expiry;
    private final Features features;
    private final Api api;
    private final @Nullable Certificates certificates;
    private final Connections connections;
    private final WebServer web;

    /** As {@link #Server(LoadedSettings, InstantSource, Duration)}, of settings that came from nowhere. */
    public Server(ServerSettings settings, InstantSource clock) {
        this(LoadedSettings.of(settings), clock, PING);
    }

    /**
     * Builds the object graph. Reads the certificate if there is one; all other I/O is {@link #start}'s.
     *
     * @param ping between two signs of life of a stream of events; also how late the end of a session is noticed there
     */
    Server(LoadedSettings loaded, InstantSource clock, Duration ping) {
        this.settings = loaded.settings();
        var folder = new DataFolder(settings.data());
        lifecycle.add("port", () -> Port.requireFree(settings.bind(), settings.port()), () -> {});
        lifecycle.add("data folder", folder::take, folder);

        Base base = Base.of(settings.data(), settings.postgres(), clock, lifecycle);
        this.expiry = base.expiry();
        var current = new CurrentSettings(loaded, base.db(), base.changes());
        lifecycle.starts("settings", current::start);
        this.features = new Features(base, current, new PushSessions(), ping);
        features.connect();

        // what is asked
        this.api = new Api(features.access().access(), features.access().denials(), settings.secure());
        var link = new LinkApi(features.access().denials());
        var routing = HttpRouting.builder();
        var sockets = WsRouting.builder();
        var faces = new Faces(api, link, routing, sockets);
        new Entrance(() -> current.get().web().wire().proxies(), Bodies.ofThisRuntime()).register(routing);
        Errors.register(routing);
        var health = new Health(base.db(), this::loops, features.logs()::state, clock, HEALTH_PATIENCE);
        new HealthRoutes(health, api::knows).register(routing);
        new OpenApiRoutes().register(api);
        features.routes(faces, ping, VERSION);
        new LimitsRoutes(current).register(api);
        new SettingsRoutes(current).register(api);
        link.register(routing); // first: a look at a map, where the paths of people are tried one by one
        api.register(routing);
        new ConsoleRoutes().register(routing);

        // how it is served
        var frames = WsConfig.builder().maxFrameLength(PushSessions.MAX_FRAME).build();
        this.connections = new Connections(WsUpgrader.create(frames), () -> patience(current));
        this.certificates = certificates(settings.web());
        this.web = web(routing, sockets, frames);
        lifecycle.add("connections", connections::start, connections);
        lifecycle.watch(connections::loop);
        lifecycle.add("web", this::serve, web::stop);
        if (certificates != null) {
            lifecycle.add("certificates", certificates::watch, certificates);
            lifecycle.watch(certificates::loop);
        }
        lifecycle.starts("port file", () -> folder.tellPort(web.port()));
        lifecycle.stops("streams", features::endStreams);
    }

    private WebServer web(HttpRouting.Builder routing, WsRouting.Builder sockets, WsConfig frames) {
        var web = WebServer.builder()
                .host(settings.bind())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofSeconds(3))
                .addRouting(routing)
                .addRouting(sockets)
                // one that is too large is refused by its route, which says why; this is for what no route reads
                .maxPayloadSize(SettingSpec.MAX_BYTES * 2)
                .maxTcpConnections(settings.web().wire().connections())
                .useNio(false) // half the buffers for each of thousands of idle channels
                .connectionOptions(connections.accepted())
                .protocolsDiscoverServices(false)
                .contentEncoding(PackedBodies.context())
                .addProtocol(frames) // a socket looks it up there
                .addConnectionSelector(connections);
        if (certificates != null) web.tls(certificates.load());
        return web.build();
    }

    private static Connections.Patience patience(CurrentSettings current) {
        ServerSettings.Wire wire = current.get().web().wire();
        return new Connections.Patience(wire.head(), wire.body());
    }

    private void serve() {
        web.start();
        if (!web.isRunning())
            throw new IllegalStateException(
                    Port.taken(settings.bind(), settings.port())); // it logs why, it does not throw
    }

    private static @Nullable Certificates certificates(ServerSettings.Web web) {
        if (web.certificate() == null || web.key() == null) return null;
        return new Certificates(web.certificate(), web.key(), CERTIFICATE_PERIOD);
    }

    /** Opens the store and begins to serve. */
    public Server start() {
        lifecycle.start();
        return this;
    }

    /** The port it serves on. */
    public int port() {
        return web.port();
    }

    /** The code that the first administrator sets up with; empty when there is one. */
    public Optional<String> setUpCode() {
        return features.access().setUpCode();
    }

    /** Every background loop, for the health. */
    List<Loop> loops() {
        return lifecycle.loops();
    }

    /** Deletes what was kept for long enough, as the background does now and then. */
    void expire() {
        expiry.round();
    }

    /** The people face's routes, for the document test. */
    Api api() {
        return api;
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
