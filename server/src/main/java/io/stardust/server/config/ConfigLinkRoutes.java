package io.stardust.server.config;

import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigQuery;
import io.stardust.protocol.config.ConfigUpload;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.scope.Scopes;
import io.stardust.server.http.Check;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.Instances;
import io.stardust.server.instance.KeyedCalls;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The config centre on the machine face (docs/protocol.md, Config). */
final class ConfigLinkRoutes {
    private static final int FAILED = 500;
    private static final int CLIENT = 200;

    private final InstanceAuth auth;
    private final KeyedCalls keyed;
    private final Instances instances;
    private final Sheets sheets;
    private final Delivery delivery;
    private final Scopes scopes;
    private final WriteBack writeBack;
    private final Askers askers;
    private final KeyUse use;
    private final WorkerIds workers;

    ConfigLinkRoutes(
            InstanceAuth auth,
            KeyedCalls keyed,
            Instances instances,
            Sheets sheets,
            Delivery delivery,
            Scopes scopes,
            WriteBack writeBack,
            Askers askers,
            KeyUse use,
            WorkerIds workers) {
        this.auth = auth;
        this.keyed = keyed;
        this.instances = instances;
        this.sheets = sheets;
        this.delivery = delivery;
        this.scopes = scopes;
        this.askers = askers;
        this.use = use;
        this.workers = workers;
        this.writeBack = writeBack;
    }

    void register(LinkApi link) {
        link.any("/Config/GetAll", this::getAll).post("/Config/SetAll", this::setAll);
    }

    private Object setAll(LinkCall call) {
        Instance who = auth.instance(call);
        return writeBack.add(who, call.body(ConfigUpload.class));
    }

    private Object getAll(LinkCall call) {
        ConfigQuery asked = call.body(ConfigQuery.class);
        Asker by = call.token() == null ? keyed(call, asked) : loggedIn(call);
        Instance who = by.who();
        String wanted = ValueCheck.scope(first(call.query("scope").orElse(null), asked.scope(), who.scope()));
        String scope = scopes.of(who, by.keyId(), wanted, call.address()).scope();
        long version = call.query("version").map(ConfigLinkRoutes::number).orElse(asked.version());
        use.told(who.appId(), told(call, "usedKeys", asked.usedKeys()), told(call, "missedKeys", asked.missedKeys()));
        Delivery.@Nullable Kept kept = delivery.of(who, scope);
        Sheets.@Nullable Held held = kept == null ? null : sheets.held(who.appId());
        if (kept == null || held == null) return ConfigText.none(scope, call.address(), version >= 1);
        requireWhole(who, kept.effective);
        Askers.@Nullable Asked last = askers.of(who);
        long newest = kept.effective.stamp();
        // what it got is not what it gets: another scope, or it is out of a gray release, whose version is higher
        boolean moved = last != null && (!last.scope().equals(scope) || last.version() > newest);
        if (instances.find(who.appId(), who.client()).isPresent()) askers.answered(who, scope, kept);
        boolean has = version > 0 && version >= newest && !moved;
        return ConfigText.of(newest, scope, call.address(), held, has ? null : json(who, kept));
    }

    private static void requireWhole(Instance who, Effective effective) {
        if (effective.problems().isEmpty()) return;
        var first = effective.problems().firstEntry();
        throw new Refused(
                FAILED,
                "the config of app %s cannot be made: %s: %s"
                        .formatted(who.app(), first.getKey(), first.getValue().message()));
    }

    private byte[] json(Instance who, Delivery.Kept kept) {
        if (!kept.values.containsKey(WorkerIds.KEY)) return kept.json();
        Map<String, String> values = new TreeMap<>(kept.values);
        values.put(WorkerIds.KEY, String.valueOf(workers.of(who)));
        return Json.WIRE.bytes(values);
    }

    /** @param keyId the key that it has shown; 0: none */
    private record Asker(Instance who, long keyId) {}

    private Asker loggedIn(LinkCall call) {
        Instance who = auth.instance(call);
        return new Asker(who, instances.key(who));
    }

    /** A client that logs in nowhere shows the secret of its app each time. It is no instance of the app. */
    private Asker keyed(LinkCall call, ConfigQuery asked) {
        @Nullable String app = first(call.query("appId").orElse(null), asked.appId());
        @Nullable String secret = first(call.query("secret").orElse(null), asked.secret());
        if (app == null || secret == null) return loggedIn(call); // which says what it expects
        KeyedCalls.Keyed by = keyed.admit(app, secret, call.address());
        @Nullable String client = first(call.query("clientId").orElse(null), asked.clientId());
        String name = client == null ? call.address() : Check.text("clientId", client, CLIENT);
        Instance who = instances
                .find(by.appId(), name)
                .orElseGet(() -> new Instance(
                        by.appId(),
                        by.app(),
                        by.projectId(),
                        name,
                        null,
                        call.address(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false));
        return new Asker(who, by.keyId());
    }

    private static @Nullable String told(LinkCall call, String name, @Nullable String inBody) {
        return call.query(name).orElse(inBody);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0; // whoever asks so has nothing
        }
    }

    private static @Nullable String first(@Nullable String... words) {
        for (@Nullable String word : words) if (word != null && !word.isBlank()) return word;
        return null;
    }
}
