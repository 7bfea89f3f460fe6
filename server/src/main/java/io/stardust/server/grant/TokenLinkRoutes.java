package io.stardust.server.grant;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.token.ServiceTokenQuery;
import io.stardust.server.http.Check;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Service tokens on the machine face, and the keys by which anybody verifies them. */
final class TokenLinkRoutes {
    private static final int AUDIENCE = 100; // apps of one token
    private static final int SCOPE = 500; // characters

    private final InstanceAuth auth;
    private final ServiceTokens tokens;
    private final Predicate<Instance> proved;
    private final Callable callable;
    private final Revocations revocations;
    private final ServiceKeys keys;

    /** Knows which apps another may call. */
    @FunctionalInterface
    interface Callable {
        /** Whether there is an app of that name which {@code consumer} may call. */
        boolean mayCall(Instance consumer, String provider);
    }

    TokenLinkRoutes(
            InstanceAuth auth,
            ServiceTokens tokens,
            Predicate<Instance> proved,
            Callable callable,
            Revocations revocations,
            ServiceKeys keys) {
        this.auth = auth;
        this.tokens = tokens;
        this.proved = proved;
        this.callable = callable;
        this.revocations = revocations;
        this.keys = keys;
    }

    void register(LinkApi link) {
        link.post("/App/ServiceToken", this::narrow).any("/App/RevokedTokens", this::revoked);
    }

    /** The public keys, for whoever asks. */
    void register(HttpRouting.Builder plain) {
        plain.get(
                "/.well-known/jwks.json",
                (_, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/jwk-set+json")
                        .header(HeaderNames.CACHE_CONTROL, "public, max-age=300")
                        .send(keys.published().getBytes(StandardCharsets.UTF_8)));
    }

    private Object narrow(LinkCall call) {
        Instance consumer = auth.instance(call);
        if (!proved.test(consumer)) {
            throw new Refused(
                    Envelope.FORBIDDEN,
                    "app %s logged in without a secret (expected: a login with that of one of its keys)"
                            .formatted(consumer.app()));
        }
        ServiceTokenQuery query = call.body(ServiceTokenQuery.class);
        List<String> audience = query.audience();
        if (audience.isEmpty() || audience.size() > AUDIENCE) {
            throw new Refused(
                    Envelope.BAD_REQUEST, "Audience: %d apps (expected: 1 to %d)".formatted(audience.size(), AUDIENCE));
        }
        for (String app : audience) {
            if (callable.mayCall(consumer, app)) continue;
            throw new Refused(
                    Envelope.FORBIDDEN,
                    "Audience: %s may not call %s (expected: an app of its project, or one that a grant names)"
                            .formatted(consumer.app(), Check.shortened(app, 64)));
        }
        return tokens.narrow(consumer.app(), audience, scope(query.scope()));
    }

    private static @Nullable String scope(@Nullable String scope) {
        if (scope == null || scope.isBlank()) return null;
        if (scope.length() > SCOPE) {
            throw new Refused(
                    Envelope.BAD_REQUEST,
                    "Scope: %d characters (expected: at most %d)".formatted(scope.length(), SCOPE));
        }
        return scope.strip();
    }

    private Object revoked(LinkCall call) {
        auth.instance(call);
        return revocations.list();
    }
}
