package io.stardust.client;

import io.stardust.client.link.FakeServer;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.SecretProof;
import io.stardust.protocol.app.AppLoginResponse;
import io.stardust.protocol.app.AppModel;
import io.stardust.protocol.app.AppPingResponse;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.config.ConfigInfo;
import io.stardust.protocol.config.ConfigQuery;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real server that speaks what apps need: login, heartbeat, registry, config. */
public final class AppServer implements Closeable {
    public final FakeServer fake = new FakeServer();
    public final Map<String, ServiceState> states = new ConcurrentHashMap<>();
    public final Map<String, PublishServiceInfo> offered = new ConcurrentHashMap<>();
    public final AtomicInteger logins = new AtomicInteger();
    public final List<ConfigQuery> questions = new CopyOnWriteArrayList<>();
    public volatile ConfigInfo config = config(1, "", Map.of());
    public volatile String secret = "s1";
    public volatile @Nullable String serviceToken;
    public volatile InstantSource clock = InstantSource.system();

    public AppServer() throws IOException {
        fake.route("/App/Login", this::login)
                .route("/App/Ping", this::ping)
                .route("/App/Logout", request -> Envelope.ok(null))
                .route("/App/RegisterService", request -> {
                    PublishServiceInfo info = known(request, PublishServiceInfo.class);
                    offered.put(String.valueOf(info.serviceName()), info);
                    return Envelope.ok(model(1, String.valueOf(info.address())));
                })
                .route("/App/UnregisterService", request -> {
                    offered.remove(String.valueOf(
                            known(request, PublishServiceInfo.class).serviceName()));
                    return Envelope.ok(null);
                })
                .route("/App/CommandReply", request -> Envelope.ok(1))
                .route("/Config/GetAll", request -> {
                    ConfigQuery asked = known(request, ConfigQuery.class);
                    questions.add(asked);
                    ConfigInfo now = config;
                    boolean has = asked.version() > 0 && asked.version() >= now.version();
                    return Envelope.ok(has ? config(now.version(), now.scope(), null) : now);
                })
                .route("/App/SubscribeService", request -> {
                    String service = String.valueOf(
                            known(request, ResolveServiceInfo.class).serviceName());
                    return Envelope.ok(states.getOrDefault(service, new ServiceState(service, 1, List.of(), 0)));
                });
    }

    public String url() {
        return fake.url().toString();
    }

    private byte[] login(FakeServer.Request request) {
        AppModel model = Json.WIRE.read(request.body(), AppModel.class);
        String proof = String.valueOf(model.secret());
        if (!SecretProof.proves(proof, secret, clock.instant())) {
            throw new Envelope.Refused(Envelope.UNAUTHORIZED, "wrong secret");
        }
        String token = secret + "-" + logins.incrementAndGet();
        return Envelope.ok(new AppLoginResponse(null, null, "n", token, 7200, 0, now(), serviceToken));
    }

    private byte[] ping(FakeServer.Request request) {
        known(request, io.stardust.protocol.app.AppInfo.class);
        return Envelope.ok(new AppPingResponse(0, now(), 0, null, null, null, serviceToken));
    }

    /** Reads the body of a request whose token is of the secret that holds. */
    private <T> T known(FakeServer.Request request, Class<T> type) {
        if (!Objects.requireNonNullElse(request.token(), "").startsWith(secret + "-")) {
            throw new Envelope.Refused(Envelope.UNAUTHORIZED, "token");
        }
        return Json.WIRE.read(request.body(), type);
    }

    /** Changes what is asked for, without telling. */
    public void state(String service, long version, ServiceModel... providers) {
        states.put(service, new ServiceState(service, version, List.of(providers), 0));
    }

    public void push(ServiceDelta delta) throws IOException {
        for (FakeServer.Client each : fake.sockets) each.text(ServiceDelta.PREFIX + Json.WIRE.text(delta));
    }

    /** What is asked for from now on, without telling. */
    public void config(long version, Map<String, String> values) {
        config = config(version, "", values);
    }

    /** As {@link #config}, and tells all who have a socket. */
    public void publish(long version, Map<String, String> values) throws IOException {
        config(version, values);
        text(Json.WIRE.text(new CommandModel(version, "config/publish", "", "", "", null, 0)));
    }

    public static ConfigInfo config(long version, String scope, @Nullable Map<String, String> values) {
        return new ConfigInfo(version, scope, "127.0.0.1", version, "", 0, values);
    }

    void text(String text) throws IOException {
        for (FakeServer.Client each : fake.sockets) each.text(text);
    }

    public static ServiceModel model(long id, String address) {
        return new ServiceModel(
                "Orders", null, "c" + id, "1.0", address, null, null, null, 100, null, null, id, "shop", null, null,
                null);
    }

    private long now() {
        return clock.millis();
    }

    @Override
    public void close() throws IOException {
        fake.close();
    }
}
