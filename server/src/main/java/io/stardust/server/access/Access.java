package io.stardust.server.access;

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
    private final Map<Long, Long> used = new ConcurrentHashMap<>();
    private final Thread writer = Thread.ofVirtual().name("access-used").unstarted(this::writeUses);

    public Access(AccessStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Begins to note when tokens were last used. */
    public Access start() {
        writer.start();
        return this;
    }

    @Override
    public @Nullable Caller authenticate(Api.Credentials credentials) {
        @Nullable String token = credentials.bearer();
        if (token == null) return null;
        @Nullable Grant grant = grant(token);
        Instant now = clock.instant();
        if (grant == null || grant.expiredAt(now)) {
            throw new Unauthenticated(
                    "Authorization: the token is unknown, revoked or expired (expected: one from 'stardust login')");
        }
        if (grant.tokenId() != null) used.put(grant.tokenId(), now.toEpochMilli());
        return grant.caller();
    }

    private @Nullable Grant grant(String token) {
        boolean session = BearerToken.plausible(token, BearerToken.SESSION);
        if (!session && !BearerToken.plausible(token, BearerToken.API)) return null;
        String hash = BearerToken.of(token);
        long seen;
        synchronized (grants) {
            @Nullable Grant known = grants.get(hash);
            if (known != null) return known;
            seen = generation;
        }
        @Nullable Grant loaded = session ? store.sessionGrant(hash) : store.apiGrant(hash);
        if (loaded != null) remember(hash, loaded, seen);
        return loaded;
    }

    /** What was read before something changed is not kept. */
    private void remember(String hash, Grant grant, long seen) {
        synchronized (grants) {
            if (generation != seen) return;
            if (grants.size() >= REMEMBERED) grants.clear();
            grants.put(hash, grant);
        }
    }

    /** Forgets all that was read, so that a revocation holds from the next request on. */
    void forget() {
        synchronized (grants) {
            generation++;
            grants.clear();
        }
    }

    @Override
    public void changed(Change change) {
        switch (change.subjectKind()) {
            case "session", "token", "person" -> {
                if (change.before() != null) forget();
            }
            default -> {}
        }
    }

    private void writeUses() {
        try {
            while (true) {
                Thread.sleep(USE_PERIOD);
                flushUses();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes when tokens were last used. High-volume and of no consequence, so no change row tells of it. */
    void flushUses() {
        if (used.isEmpty()) return;
        Map<Long, Long> batch = Map.copyOf(used);
        try {
            store.writeUses(batch);
        } catch (RuntimeException e) {
            LOG.warn("the last use of {} tokens was not noted: {}", batch.size(), e.toString());
            return;
        }
        batch.forEach(used::remove);
    }

    /** Notes that a token was used just now. */
    void used(long tokenId) {
        used.put(tokenId, clock.millis());
    }

    @Override
    public void close() {
        writer.interrupt();
        flushUses();
    }

    /** What a token is worth. */
    record Grant(
            Caller caller, @Nullable Long tokenId, @Nullable Instant expiresAt) {
        boolean expiredAt(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }
}
