package io.stardust.server.instance;

import io.stardust.server.access.MachineTokens;
import io.stardust.server.access.MachineTokens.Claims;
import io.stardust.server.access.MachineTokens.Kind;
import io.stardust.server.app.App;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens of instances. They say all that a started server must know to know an instance again. Thread-safe. */
final class InstanceTokens {
    private static final String KEY = "k";
    private static final String IP = "ip";
    private static final String VERSION = "v";
    private static final String SCOPE = "s";
    private static final String ZONE = "z";
    private static final String NODE_ID = "n";
    private static final String NODE = "m";
    private static final String RUN = "r";
    private static final String SDK = "d";

    /** How long a token that is over gets another; a logout is remembered for as long. */
    static final Duration GRACE = Duration.ofHours(24);

    private final MachineTokens tokens;

    InstanceTokens(MachineTokens tokens) {
        this.tokens = tokens;
    }

    /** A token that holds; what is asked with it is asked by {@code appId} and the client of {@code claims}. */
    record Shown(long appId, long keyId, Claims claims) {
        /** The instance, as it was when it logged in; asked from {@code address}. */
        Instance instance(App app, String address) {
            Map<String, String> facts = claims.facts();
            @Nullable String node = facts.get(NODE_ID);
            return new Instance(
                    app.id(),
                    app.name(),
                    app.projectId(),
                    claims.clientId(),
                    facts.get(IP),
                    address,
                    facts.get(VERSION),
                    facts.get(SCOPE),
                    facts.get(ZONE),
                    node == null ? null : Long.valueOf(node),
                    facts.get(NODE),
                    facts.get(RUN),
                    facts.containsKey(SDK));
        }
    }

    /** How long a fresh token holds. */
    Duration lifetime() {
        return tokens.lifetime();
    }

    /** A token for {@code instance}, which logged in by that key; 0: by none. */
    String issue(Instance instance, long keyId) {
        return issue(Kind.APP, instance, keyId);
    }

    /** What the next token is got by. */
    String refresh(Instance instance, long keyId) {
        return issue(Kind.REFRESH, instance, keyId);
    }

    private String issue(Kind kind, Instance instance, long keyId) {
        Map<String, String> facts = new HashMap<>();
        if (keyId != 0) facts.put(KEY, Long.toString(keyId));
        put(facts, IP, instance.ip());
        put(facts, VERSION, instance.version());
        put(facts, SCOPE, instance.scope());
        put(facts, ZONE, instance.zone());
        put(facts, NODE_ID, instance.nodeId() == null ? null : String.valueOf(instance.nodeId()));
        put(facts, NODE, instance.node());
        put(facts, RUN, instance.run());
        if (instance.sdk()) facts.put(SDK, "1");
        return tokens.issue(kind, Long.toString(instance.appId()), instance.client(), facts);
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) facts.put(name, value);
    }

    /** What a token says that has not been over for longer than {@code grace}; empty when it holds no more. */
    Optional<Shown> verify(Kind kind, String token, Duration grace) {
        return tokens.verify(kind, token, grace)
                .map(claims -> new Shown(
                        Long.parseLong(claims.subject()),
                        Long.parseLong(claims.facts().getOrDefault(KEY, "0")),
                        claims));
    }

    /** A fresh token that says the same. */
    String again(Shown shown) {
        return tokens.issue(
                Kind.APP,
                Long.toString(shown.appId()),
                shown.claims().clientId(),
                shown.claims().facts());
    }
}
