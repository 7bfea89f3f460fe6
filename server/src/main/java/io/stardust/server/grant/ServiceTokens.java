package io.stardust.server.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.stardust.protocol.token.ServiceTokenAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues what a consumer shows to the providers that it calls: JWTs signed with Ed25519, which a provider verifies
 * without asking us. All instances of an app share one until half of its life is over. Thread-safe.
 */
public final class ServiceTokens {
    /** How long one holds. */
    public static final Duration LIFE = Duration.ofHours(2);

    private static final String ISSUER = "stardust";

    private final ServiceKeys keys;
    private final Grants grants;
    private final Revocations revocations;
    private final InstantSource clock;
    private final Map<Long, Issued> issued = new ConcurrentHashMap<>();

    ServiceTokens(ServiceKeys keys, Grants grants, Revocations revocations, InstantSource clock) {
        this.keys = keys;
        this.grants = grants;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** A token, and what it was made by: anything else needs another. */
    private record Issued(
            String token, Instant at, String app, long projectId, List<String> audience, String key, long ended) {
        boolean fits(Issued wanted, Instant now) {
            return app.equals(wanted.app)
                    && projectId == wanted.projectId
                    && audience.equals(wanted.audience)
                    && key.equals(wanted.key)
                    && ended == wanted.ended
                    && Duration.between(at, now).compareTo(LIFE.dividedBy(2)) < 0;
        }
    }

    /** The token of an app: good for all apps of its project, and for those that it was granted. */
    public String of(long appId, String app, long projectId) {
        Instant now = clock.instant();
        ServiceKeys.Key key = keys.current();
        var wanted = new Issued("", now, app, projectId, grants.granted(appId), key.id(), revocations.endedUntil(app));
        Issued held = issued.compute(appId, (_, last) -> {
            if (last != null && last.fits(wanted, now)) return last;
            String token =
                    sign(key, claims(app, wanted.audience, null, from(app)).claim("prj", Long.toString(projectId)));
            return new Issued(token, now, app, projectId, wanted.audience, key.id(), wanted.ended);
        });
        return held.token;
    }

    /** One that the apps of {@code audience} accept, and no other; the caller has checked that it may call them. */
    ServiceTokenAnswer narrow(String app, List<String> audience, @Nullable String scope) {
        Instant from = from(app);
        String token = sign(keys.current(), claims(app, audience, scope, from));
        return new ServiceTokenAnswer(token, from.plus(LIFE).toEpochMilli());
    }

    /** Now, but behind the second whose tokens are ended. */
    private Instant from(String app) {
        Instant now = clock.instant();
        long ended = revocations.endedUntil(app);
        return now.getEpochSecond() > ended ? now : Instant.ofEpochSecond(ended + 1);
    }

    private static JWTClaimsSet.Builder claims(
            String app, List<String> audience, @Nullable String scope, Instant from) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(app)
                .issueTime(Date.from(from))
                .expirationTime(Date.from(from.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString());
        if (!audience.isEmpty()) claims.audience(audience);
        if (scope != null) claims.claim("scp", scope);
        return claims;
    }

    private static String sign(ServiceKeys.Key key, JWTClaimsSet.Builder claims) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(key.id()).build();
            var token = new SignedJWT(header, claims.build());
            token.sign(new Ed25519Signer(key.signs()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the Java runtime cannot sign", e);
        }
    }
}
