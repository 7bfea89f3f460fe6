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
import java.util.HashMap;
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
    /** Whose it is; absent: a node's. */
    private static final String KIND = "kind";
    /** What the server wants to know again from the token alone. */
    private static final String FACTS = "facts";

    private final KeyFile key;
    private final InstantSource clock;
    private final Supplier<Duration> lifetime;
    private final Map<String, Long> ended = new ConcurrentHashMap<>(); // epoch ms, by subject and client
    private final ReadTokens read = new ReadTokens();
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

    /** What a token is good for; one of another kind is none. */
    public enum Kind {
        /** A node speaks for itself; the subject is its code. */
        NODE,
        /** An app's instance speaks; the subject is the app's id. */
        APP,
        /** An app gets its next token; the subject is its id. */
        REFRESH
    }

    /** Returns a node's token: {@code subject} is its code, {@code clientId} one running process of it. */
    public String issue(String subject, String clientId) {
        return issue(Kind.NODE, subject, clientId, Map.of());
    }

    /** Returns a token; {@code facts} come back with it, and whoever holds it can read them. */
    public String issue(Kind kind, String subject, String clientId, Map<String, String> facts) {
        long now = Math.max(clock.millis(), ended.getOrDefault(key(kind, subject, clientId), 0L) + 1);
        var made = new JWTClaimsSet.Builder()
                .subject(subject)
                .jwtID(clientId)
                .claim(ISSUED, now)
                .expirationTime(Date.from(clock.instant().plus(lifetime.get())));
        if (kind != Kind.NODE) made.claim(KIND, kind.name());
        if (!facts.isEmpty()) made.claim(FACTS, facts);
        JWTClaimsSet claims = made.build();
        try {
            // no "typ": upstream writes none
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(keys().signer());
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the Java runtime cannot sign", e);
        }
    }

    /** Returns what a node's {@code token} says; empty when it is not ours, altered, expired or of another kind. */
    public Optional<Claims> verify(String token) {
        return verify(Kind.NODE, token, Duration.ZERO);
    }

    /** As {@link #verify(String)}, of a token of {@code kind}, which holds for {@code grace} after it expired. */
    public Optional<Claims> verify(Kind kind, String token, Duration grace) {
        @Nullable Said said = read.of(token, this::read);
        if (said == null || said.kind() != kind) return Optional.empty();
        return held(said)
                .filter(held -> clock.instant().isBefore(held.expiresAt().plus(grace)));
    }

    /** What one of our tokens says, whether it holds or not; null when it is not ours or was altered. */
    private @Nullable Said read(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm())) return null;
            if (!parsed.verify(keys().verifier())) return null;
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            @Nullable String told = claims.getStringClaim(KIND);
            @Nullable String subject = claims.getSubject();
            @Nullable Date expires = claims.getExpirationTime();
            if (subject == null || expires == null) return null;
            @Nullable String client = claims.getJWTID();
            return new Said(
                    told == null ? Kind.NODE : Kind.valueOf(told),
                    subject,
                    client == null ? "" : client,
                    claims.getLongClaim(ISSUED),
                    expires.toInstant(),
                    facts(claims));
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return null;
        }
    }

    private Optional<Claims> held(Said said) {
        Duration most = lifetime.get();
        Instant issued = said.issued() == null ? said.expires().minus(most) : Instant.ofEpochMilli(said.issued());
        Instant expiresAt = earlier(said.expires(), issued.plus(most));
        long endedUntil = ended.isEmpty()
                ? Long.MIN_VALUE
                : ended.getOrDefault(key(said.kind(), said.subject(), said.client()), Long.MIN_VALUE);
        if (issued.toEpochMilli() <= endedUntil) return Optional.empty();
        return Optional.of(new Claims(said.subject(), said.client(), expiresAt, said.facts()));
    }

    private static Map<String, String> facts(JWTClaimsSet claims) throws ParseException {
        @Nullable Map<String, Object> told = claims.getJSONObjectClaim(FACTS);
        if (told == null) return Map.of();
        Map<String, String> facts = HashMap.newHashMap(told.size());
        told.forEach((name, value) -> facts.put(name, String.valueOf(value)));
        return facts;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Ends every token of a node's client that was issued until now; returns what to remember it by. */
    public long end(Claims claims) {
        return end(Kind.NODE, claims);
    }

    /** As {@link #end(Claims)}, of tokens of {@code kind}. */
    public long end(Kind kind, Claims claims) {
        long now = clock.millis();
        return ended.merge(
                key(kind, claims.subject(), claims.clientId()), now, (before, at) -> Math.max(before + 1, at));
    }

    /** Those of a node were ended in an earlier life. */
    public void endedAt(String subject, String clientId, long at) {
        endedAt(Kind.NODE, subject, clientId, at);
    }

    /** As {@link #endedAt(String, String, long)}, of tokens of {@code kind}. */
    public void endedAt(Kind kind, String subject, String clientId, long at) {
        ended.merge(key(kind, subject, clientId), at, Math::max);
    }

    /** Forgets what was ended before {@code before}, epoch ms, of which no token holds any more. */
    public void forgetEnded(long before) {
        ended.values().removeIf(at -> at < before);
    }

    private static String key(Kind kind, String subject, String clientId) {
        return kind + "\n" + subject + "\n" + clientId;
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
     * @param facts what it was issued with
     */
    public record Claims(String subject, String clientId, Instant expiresAt, Map<String, String> facts) {
        public Claims {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * What was signed.
     *
     * @param issued epoch ms; null: an older release of ours did not say
     */
    record Said(
            Kind kind,
            String subject,
            String client,
            @Nullable Long issued,
            Instant expires,
            Map<String, String> facts) {
        Said {
            facts = Map.copyOf(facts);
        }
    }

    private record Keys(MACSigner signer, MACVerifier verifier) {}
}
