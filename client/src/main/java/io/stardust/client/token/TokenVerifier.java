package io.stardust.client.token;

import io.stardust.client.disk.Shelf;
import io.stardust.client.link.Absence;
import io.stardust.client.link.Link;
import io.stardust.client.token.TokenException.Reason;
import io.stardust.protocol.token.RevokedTokens;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says who calls, by the service token that the caller shows. The server's keys and the list of revoked tokens are here
 * and on disk, so no call waits for the server, but the first with a new key for two seconds at most. Thread-safe.
 *
 * <p>Clocks may differ by five minutes. A token that has ended is refused; while no server can be reached, so that
 * nobody can renew it, it is accepted for 72 hours more and counted. So it is for two minutes after the server is back,
 * when it held before the server went: its app may not have found the server again yet. A revoked one never is.
 */
public final class TokenVerifier {
    static final System.Logger LOG = System.getLogger("io.stardust.client.token");

    private static final long SKEW_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final long GRACE_SECONDS = Duration.ofDays(3).toSeconds();
    private static final Duration RETURN = Duration.ofMinutes(2);
    private static final long READ_AGAIN = Duration.ofHours(1).toNanos();

    private final Link link;
    private final String app;
    private final ServiceToken own;
    private final Keys keys;
    private final Revocations revoked;
    private final Calls calls;
    private final Remembered remembered = new Remembered();
    private final AtomicLong late = new AtomicLong();
    private volatile long readAt = System.nanoTime();

    /**
     * Verifies tokens for {@code app}; what {@code own} says tells its project, {@code calls} counts those that filters
     * let pass. Made by {@code Stardust}.
     */
    public TokenVerifier(Link link, String app, ServiceToken own, Shelf shelf, Calls calls) {
        this.link = link;
        this.app = app;
        this.own = own;
        this.calls = calls;
        this.keys = new Keys(link, shelf);
        this.revoked = new Revocations(link, shelf);
        if (link.isLoggedIn()) refresh();
    }

    /**
     * Returns who shows {@code token}.
     *
     * @param token null = none was shown
     * @throws TokenException if it is not accepted here and now
     */
    public Caller verify(@Nullable String token) throws TokenException {
        if (token == null || token.isEmpty()) {
            throw new TokenException(Reason.MISSING, "no service token (expected: Authorization: Bearer ...)");
        }
        Claims claims = claims(token);
        if (revoked.has(claims)) {
            throw new TokenException(Reason.REVOKED, "the service token was revoked");
        }
        checkAudience(claims);
        boolean ended = checkTime(claims);
        Instant expires = Instant.ofEpochSecond(claims.expires());
        return new Caller(claims.app(), claims.project(), claims.scopes(), claims.id(), expires, ended);
    }

    /** As {@link #verify(String)}, that also refuses a token which does not cover {@code scope}. */
    public Caller verify(@Nullable String token, String scope) throws TokenException {
        Caller caller = verify(token);
        if (!caller.may(scope)) {
            throw new TokenException(Reason.SCOPE, "the service token does not cover '" + scope + "'");
        }
        return caller;
    }

    /** Where calls that passed are counted. */
    Calls calls() {
        return calls;
    }

    private Claims claims(String token) throws TokenException {
        ByteBuffer hash = Remembered.hash(token);
        Claims known = remembered.get(hash);
        if (known != null) return known;
        Jws jws = Jws.of(token);
        String id = jws.keyId();
        PublicKey key = id == null ? null : keys.find(id);
        if (key == null) throw new TokenException(Reason.UNKNOWN_KEY, "the key of the service token is not known here");
        if (!jws.isSignedBy(key)) throw new TokenException(Reason.FORGED, "the service token's signature is wrong");
        Claims claims = Claims.of(jws.claims());
        remembered.put(hash, claims);
        return claims;
    }

    private void checkAudience(Claims claims) throws TokenException {
        boolean named = claims.audience().contains(app);
        boolean meant = named || (claims.project() != null && claims.project().equals(own.project()));
        if (!meant) throw new TokenException(Reason.AUDIENCE, "app " + claims.app() + " has no grant to call " + app);
    }

    /** Returns whether it has ended and is accepted all the same. */
    private boolean checkTime(Claims claims) throws TokenException {
        long now = link.serverTime().getEpochSecond();
        if (claims.issued() > now + SKEW_SECONDS) {
            throw new TokenException(Reason.EXPIRED, "the service token is from the future: check the clocks");
        }
        if (now < claims.expires() + SKEW_SECONDS) return false;
        if (now - claims.expires() > GRACE_SECONDS || couldBeRenewed(claims, now)) {
            throw new TokenException(Reason.EXPIRED, "the service token has expired");
        }
        late.incrementAndGet();
        return true;
    }

    private boolean couldBeRenewed(Claims claims, long now) {
        if (!link.isReachable()) return false;
        Absence last = link.lastAbsence();
        if (last == null) return true;
        boolean heldBefore = claims.expires() + SKEW_SECONDS > last.from().getEpochSecond();
        return !heldBefore || now - last.until().getEpochSecond() > RETURN.toSeconds();
    }

    /** How many times a token that had ended was accepted since the start. */
    public long lateAccepted() {
        return late.get();
    }

    /** Reads keys and revoked tokens anew, in the background; after each login. */
    public void refresh() {
        readAt = System.nanoTime();
        keys.ask(true);
        revoked.ask();
    }

    /** A heartbeat was answered: what is older than an hour is read anew. */
    public void heartbeat() {
        if (System.nanoTime() - readAt >= READ_AGAIN) refresh();
    }

    /** A text that was pushed; returns whether it was about tokens. */
    public boolean text(String text) {
        if (!text.startsWith(RevokedTokens.PREFIX)) return false;
        revoked.pushed(text.substring(RevokedTokens.PREFIX.length()));
        return true;
    }

    /**
     * The token of a request, null = none.
     *
     * @param own header {@code X-Stardust-Token}, which goes first; null = absent
     * @param authorization header {@code Authorization}; null = absent
     */
    public static @Nullable String shown(@Nullable String own, @Nullable String authorization) {
        if (own != null) return own;
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) return null;
        return authorization.substring(7).strip();
    }
}
