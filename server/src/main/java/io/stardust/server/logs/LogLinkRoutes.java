package io.stardust.server.logs;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.db.Database;
import io.stardust.server.http.Check;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.Instances;
import io.stardust.server.instance.OpenApps;
import io.stardust.server.logs.LogAppStore.LogApp;
import io.stardust.server.logs.read.NetworkLog;
import io.stardust.server.logs.read.Origin;
import io.stardust.telemetry.log.LogRecord;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code /Log} of upstream's clients (docs/protocol.md): lines of text from an instance that shows its token, or
 * is logged in from the address that they come from. Thread-safe.
 */
final class LogLinkRoutes {
    private static final LinkApi.Encoded NOTHING = new LinkApi.Encoded(new byte[0]);
    /** Clients do not say where they are: mostly in the same zone. */
    private static final NetworkLog READER = new NetworkLog(ZoneId.systemDefault());

    private static final int BODY = 1 << 20; // clients send 8 KB

    private final InstanceAuth auth;
    private final Instances instances;
    private final Database db;
    private final LogCentre centre;
    private final BooleanSupplier open;
    private final InstantSource clock;
    private final LogAppStore apps = new LogAppStore();

    LogLinkRoutes(
            InstanceAuth auth,
            Instances instances,
            Database db,
            LogCentre centre,
            BooleanSupplier open,
            InstantSource clock) {
        this.auth = auth;
        this.instances = instances;
        this.db = db;
        this.centre = centre;
        this.open = open;
        this.clock = clock;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.post("/Log", this::take).get("/Log", _ -> "POST lines of text here");
    }

    private Object take(LinkCall call) {
        Origin from = from(call);
        List<LogRecord> records = READER.read(call.bytes(BODY), from, clock.instant());
        centre.take(from.app(), centre.once(), records);
        return NOTHING;
    }

    private Origin from(LinkCall call) {
        @Nullable String token = call.token();
        if (token != null && !token.isEmpty()) {
            Instance instance = auth.instance(call);
            if (OpenApps.has(instance.app())) throw refused(); // everybody may come as one of those
            return of(instance);
        }
        String app = call.header("X-AppId").orElse("");
        String client = call.header("X-ClientId").orElse("");
        Optional<LogApp> known = app.isEmpty() ? Optional.empty() : db.read(sql -> apps.named(sql, app));
        Optional<Instance> there = known.flatMap(each -> instances.find(each.id(), client))
                .filter(instance -> instance.address().equals(call.address()) && !OpenApps.has(instance.app()));
        if (there.isPresent()) return of(there.get());
        if (known.isPresent() && open.getAsBoolean()) {
            return new Origin(known.get().id(), Check.shortened(client), "", "");
        }
        throw refused();
    }

    private static Origin of(Instance instance) {
        return new Origin(instance.appId(), instance.client(), or(instance.version()), or(instance.node()));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The same whether the app is there or not. */
    private static Refused refused() {
        return new Refused(
                Envelope.UNAUTHORIZED,
                "X-AppId, X-ClientId: no instance that is logged in from this address (expected: the token of a login, or the setting logs.public)");
    }
}
