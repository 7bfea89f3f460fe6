package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Changes;
import io.stardust.server.http.Api;
import io.stardust.server.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what was refused, one row per actor and route and minute and few in all, so that a flood of refusals cannot
 * fill the disk. Thread-safe.
 */
public final class Denials implements Api.Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int ROWS = 200; // per minute
    private static final int MAX_PATH = 200;

    private final Changes changes;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();
    private Instant until = Instant.MIN;
    private boolean full;

    public Denials(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public void denied(Caller caller, Api.Route route, String path, String why) {
        String shown = path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH);
        var denial = new Denial(route.method(), shown, null, why);
        record("access.denied", caller.actor(), route.method() + " " + route.path(), caller.userId(), denial);
    }

    /** {@code account} could not come in; the name is as it was given, which need not be anybody's. */
    void signIn(String path, String account, String address, String why) {
        var denial = new Denial("POST", Api.ROOT + path, account, why);
        record("session.refused", "nobody", path + " " + account + " " + address, 0, denial);
    }

    private void record(String kind, String actor, String what, long subject, Denial denial) {
        if (!first(kind + " " + actor + " " + what)) return;
        try {
            changes.write(actor, tx -> tx.record(kind, null, subject, null, denial));
        } catch (RuntimeException e) {
            // the request is refused all the same
            LOG.warn("a refusal of {} was not recorded: {}", actor, e.toString());
        }
    }

    private synchronized boolean first(String what) {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            told.clear();
            until = now.plus(PERIOD);
            full = false;
        }
        if (told.size() < ROWS) return told.add(what);
        if (!full) LOG.warn("more than {} refusals within a minute; the others are not recorded", ROWS);
        full = true;
        return false;
    }

    /** A refusal as the change table shows it. */
    @Json
    record Denial(
            String method,
            String path,
            @org.jspecify.annotations.Nullable String name,
            String why) {}
}
