package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.protocol.Printable;
import io.stardust.server.change.Changes;
import io.stardust.server.http.Api;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what was refused, one row per actor and route and minute and few in all, so that a flood of refusals cannot
 * fill the disk. Whoever floods it hides little: those who are signed in, names that exist and names that nobody has
 * each have rows of their own, and no actor may use up those of the others. Thread-safe.
 */
public final class Denials implements Api.Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int OF_ACTOR = 20;
    private static final int MAX_PATH = 200;

    private final Changes changes;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private Instant until = Instant.MIN;
    private boolean full;

    /** Rows of a minute. */
    private enum Share {
        /** Of people and tokens. */
        ACTORS(80),
        /** Of sign-ins as somebody who exists. */
        NAMES(60),
        /** Of all others. */
        STRANGERS(60);

        private final int rows;

        Share(int rows) {
            this.rows = rows;
        }
    }

    /** @param clock a steady one */
    public Denials(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public void denied(Caller caller, String method, String route, String path, String why) {
        String shown = Check.cut(path, MAX_PATH);
        var denial = new Denial(method, Printable.line(shown), null, why);
        String actor = caller.actor();
        if (!first(actor + " " + method + " " + route) || !room(Share.ACTORS, actor)) return;
        record("access.denied", actor, caller.userId(), denial);
    }

    /**
     * {@code account} could not come in; the name is as it was given, which need not be anybody's.
     *
     * @param exists tells whether it is somebody's; asked only when it matters
     */
    public void signIn(String path, String account, String address, String why, BooleanSupplier exists) {
        if (!first(path + " " + account + " " + Throttle.address(address))) return;
        Share share = exists.getAsBoolean() ? Share.NAMES : Share.STRANGERS;
        if (room(share, "")) record("session.refused", "nobody", 0, signIn(path, account, why));
    }

    /** An address has failed too often, whatever names it goes on to try: one row a minute. */
    void throttled(String path, String account, String address, String why) {
        if (!first(path + " throttled " + Throttle.address(address)) || !room(Share.STRANGERS, "")) return;
        record("session.refused", "nobody", 0, signIn(path, account, why));
    }

    private static Denial signIn(String path, String account, String why) {
        return new Denial("POST", Api.ROOT + path, Printable.line(account), why);
    }

    private void record(String kind, String actor, long subject, Denial denial) {
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
            rows.clear();
            until = now.plus(PERIOD);
            full = false;
        }
        // what was told is remembered within bounds, too: beyond them there is no room for a row anyway
        return told.size() < 10_000 && told.add(what);
    }

    private synchronized boolean room(Share share, String actor) {
        int shared = rows.getOrDefault(share.name(), 0);
        int own = rows.getOrDefault(share + " " + actor, 0);
        if (shared < share.rows && (actor.isEmpty() || own < OF_ACTOR)) {
            rows.put(share.name(), shared + 1);
            rows.put(share + " " + actor, own + 1);
            return true;
        }
        if (!full) LOG.warn("too many refusals within a minute; not all of them are recorded");
        full = true;
        return false;
    }

    /** A refusal as the change table shows it. */
    @Json
    record Denial(String method, String path, @Nullable String name, String why) {}
}
