package io.stardust.server.access;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Unauthenticated;
import io.stardust.server.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who sends a request, from memory; the database is asked only about tokens not seen since the last change.
 * Thread-safe.
 */
public final class Access implements Api.Authenticator, Change.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final int REMEMBERED = 10_000;
    private static final Duration USE_PERIOD = Duration.ofMinutes(1);

    private final AccessStore store;
    private final InstantSource clock;
    private final Map<String, Grant> grants = new HashMap<>();
    private long generation; // grows with every forgetting; guarded by grants
    private final Map<Long, Long> used = new ConcurrentHashMap<>(); // tokens
    private final Map<Long, Long> seen = new ConcurrentHashMap<>(); // sessions
    private final Loop loop = Loop.every("access-used", USE_PERIOD, this::flushUses);

    public Access(AccessStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Begins to note when tokens were last used. */
    public Access start() {
        loop.start();
        return this;
    }

    @Override
    public @Nullable Caller authenticate(Api.Credentials credentials) {
        @Nullable String bearer = credentials.bearer();
        @Nullable String token = bearer == null ? credentials.cookie() : bearer;
        if (token == null) return null;
        @Nullable Grant grant = grant(token);
        Instant now = clock.instant();
        if (grant == null || grant.expiredAt(now)) {
            throw new Unauthenticated(
                    bearer == null
                            ? "the session has ended; sign in again"
                            : "Authorization: the token is unknown, revoked or expired (expected: one from 'stardust login')");
        }
        Caller caller = grant.caller();
        if (caller.via().tokenId() != 0) used.put(caller.via().tokenId(), now.toEpochMilli());
        else seen.put(caller.via().sessionId(), now.toEpochMilli());
        return bearer == null ? caller.byCookie(SessionCookie.csrf(token)) : caller;
    }

    private @Nullable Grant grant(String token) {
        boolean session = BearerToken.plausible(token, BearerToken.SESSION);
        if (!session && !BearerToken.plausible(token, BearerToken.API)) return null;
        String hash = BearerToken.of(token);
        long readAt;
        synchronized (grants) {
            @Nullable Grant known = grants.get(hash);
            if (known != null) return known;
            readAt = generation;
        }
        @Nullable Grant loaded = session ? store.sessionGrant(hash) : store.apiGrant(hash);
        if (loaded != null) remember(hash, loaded, readAt);
        return loaded;
    }

    /** What was read before something changed is not kept. */
    private void remember(String hash, Grant grant, long readAt) {
        synchronized (grants) {
            if (generation != readAt) return;
            if (grants.size() >= REMEMBERED) grants.clear();
            grants.put(hash, grant);
        }
    }

    /** Forgets all that was read, so that a revocation holds from the next request on. */
    public void forget() {
        synchronized (grants) {
            generation++;
            grants.clear();
        }
    }

    @Override
    public void changed(Change change) {
        switch (change.subjectKind()) {
            case "session", "token", "person", "membership", "project" -> {
                if (change.before() != null) forget();
            }
            default -> {}
        }
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    /** Writes when tokens were last used. High-volume and of no consequence, so no change row tells of it. */
    void flushUses() {
        if (used.isEmpty() && seen.isEmpty()) return;
        Map<Long, Long> tokens = Map.copyOf(used);
        Map<Long, Long> sessions = Map.copyOf(seen);
        try {
            store.writeUses(tokens, sessions);
        } catch (RuntimeException e) {
            LOG.warn("the last use of {} tokens was not noted: {}", tokens.size() + sessions.size(), e.toString());
            return;
        }
        tokens.forEach(used::remove);
        sessions.forEach(seen::remove);
    }

    /** Notes that a token was used just now. */
    void used(long tokenId) {
        used.put(tokenId, clock.millis());
    }

    @Override
    public void close() {
        loop.close();
        flushUses();
    }

    /** What a token is worth. */
    record Grant(Caller caller, @Nullable Instant expiresAt) {
        boolean expiredAt(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }
}
