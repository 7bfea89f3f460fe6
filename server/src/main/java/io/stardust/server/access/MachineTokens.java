package io.stardust.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.stardust.server.access.secret.KeyFile;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that nodes and apps get for their login: JWTs signed with a key of ours that outlives restarts, opaque to
 * clients. Thread-safe. Subject and client id travel as {@code sub} and {@code jti}, as upstream's do, since a ping of
 * an SDK says nothing else about who sends it.
 */
public final class MachineTokens {
    /** When, to the millisecond: {@code iat} has seconds only, and who logs in again at once must not be ended too. */
    private static final String ISSUED = "at";

    private final KeyFile key;
    private final InstantSource clock;
    private final Supplier<Duration> lifetime;
    private final Map<String, Long> ended = new ConcurrentHashMap<>(); // epoch ms, by subject and client
    private volatile @Nullable Keys keys; // made at the first use: the library's classes cost start-up time

    /**
     * Issues tokens that hold for {@code lifetime}; when that becomes shorter, older tokens hold no longer than it
     * either.
     */
    public MachineTokens(KeyFile key, InstantSource clock, Supplier<Duration> lifetime) {
        this.key = key;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** How long a fresh token holds. */
    public Duration lifetime() {
        return lifetime.get();
    }

    /** Returns a token for {@code subject}, e.g. a node's code. {@code clientId} is one running process of it. */
    public String issue(String subject, String clientId) {
        long now = Math.max(clock.millis(), ended.getOrDefault(key(subject, clientId), 0L) + 1);
        var claims = new JWTClaimsSet.Builder()
                .subject(subject)
                .jwtID(clientId)
                .claim(ISSUED, now)
                .expirationTime(Date.from(clock.instant().plus(lifetime.get())))
                .build();
        try {
            // no "typ": upstream writes none
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(keys().signer());
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the Java runtime cannot sign", e);
        }
    }

    /** Returns what {@code token} says; empty when it is not ours, altered or expired. */
    public Optional<Claims> verify(String token) {
        return verify(token, Duration.ZERO);
    }

    /** As {@link #verify(String)}, but accepts a token for {@code grace} after it expired. */
    public Optional<Claims> verify(String token, Duration grace) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm())) return Optional.empty();
            if (!parsed.verify(keys().verifier())) return Optional.empty();
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            @Nullable String subject = claims.getSubject();
            @Nullable Date expires = claims.getExpirationTime();
            if (subject == null || expires == null) return Optional.empty();
            Instant written = expires.toInstant();
            Duration most = lifetime.get();
            @Nullable Long told = claims.getLongClaim(ISSUED);
            Instant issued = told == null ? written.minus(most) : Instant.ofEpochMilli(told);
            Instant expiresAt = earlier(written, issued.plus(most));
            if (!clock.instant().isBefore(expiresAt.plus(grace))) return Optional.empty();
            @Nullable String clientId = claims.getJWTID();
            String client = clientId == null ? "" : clientId;
            if (issued.toEpochMilli() <= ended.getOrDefault(key(subject, client), Long.MIN_VALUE))
                return Optional.empty();
            return Optional.of(new Claims(subject, client, expiresAt));
        } catch (ParseException | JOSEException _) {
            return Optional.empty();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Ends every token that was issued to this client of this subject until now; returns what to remember it by. */
    public long end(Claims claims) {
        long now = clock.millis();
        return ended.merge(key(claims.subject(), claims.clientId()), now, (before, at) -> Math.max(before + 1, at));
    }

    /** They were ended in an earlier life. */
    public void endedAt(String subject, String clientId, long at) {
        ended.merge(key(subject, clientId), at, Math::max);
    }

    private static String key(String subject, String clientId) {
        return subject + "\n" + clientId;
    }

    private Keys keys() throws JOSEException {
        Keys made = keys;
        if (made == null) {
            byte[] bytes = key.bytes();
            made = new Keys(new MACSigner(bytes), new MACVerifier(bytes));
            keys = made;
        }
        return made;
    }

    /**
     * What a token that holds says.
     *
     * @param subject whose it is
     * @param clientId which running process it was issued to; empty when the client named none
     * @param expiresAt when it ends, to the second
     */
    public record Claims(String subject, String clientId, Instant expiresAt) {}

    private record Keys(MACSigner signer, MACVerifier verifier) {}
}
