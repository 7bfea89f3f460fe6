package io.stardust.server.access;

import io.stardust.server.http.ApiException.TooMany;
import io.stardust.server.http.Networks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows the guessing of passwords and codes: five failures within fifteen minutes close an account, and an address, for
 * five. Thread-safe; kept in memory, so a restart forgets. An attempt counts as failed until it succeeds, so that many
 * at once gain nothing. An address that an account has signed in from is not closed to it by what others do there.
 */
public final class Throttle {
    private static final int FAILURES = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration CLOSED = Duration.ofMinutes(5);
    private static final Duration AT_HOME = Duration.ofHours(12);
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>();
    private final Map<String, Instant> atHome = new LinkedHashMap<>(); // by account and address, oldest first

    /** @param clock a steady one */
    public Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts an attempt against {@code account} and {@code address}.
     *
     * @throws TooMany if one of them is closed
     */
    synchronized void begin(String account, String address) {
        Instant now = clock.instant();
        boolean home = isAtHome(account, address, now);
        requireOpen(account, now);
        if (!home) requireOpen(address, now);
        count(account, now);
        if (!home) count(address, now);
        if (attempts.size() > REMEMBERED) makeRoom(now);
    }

    private void requireOpen(String key, Instant now) {
        @Nullable Attempts known = attempts.get(key);
        if (known != null && known.closedUntil != null && now.isBefore(known.closedUntil)) {
            Duration wait = Duration.between(now, known.closedUntil);
            throw new TooMany("too many failed attempts; try again in %d s".formatted(wait.toSeconds() + 1), wait);
        }
    }

    private boolean isAtHome(String account, String address, Instant now) {
        @Nullable Instant since = atHome.get(account + " " + address);
        return since != null && now.isBefore(since.plus(AT_HOME));
    }

    /** Drops what has ended, then the oldest. */
    private void makeRoom(Instant now) {
        attempts.values().removeIf(old -> old.endedAt(now));
        dropOldest(attempts);
    }

    private static void dropOldest(Map<String, ?> map) {
        Iterator<?> oldest = map.values().iterator();
        for (int i = map.size(); i > REMEMBERED; i--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The key of an address, see {@link Networks#sender}. */
    static String address(String address) {
        return "address:" + Networks.sender(address);
    }

    private void count(String key, Instant now) {
        @Nullable Attempts known = attempts.get(key);
        if (known == null || known.endedAt(now)) known = new Attempts(now);
        known.failures++;
        if (known.failures >= FAILURES) known.closedUntil = now.plus(CLOSED);
        attempts.put(key, known);
    }

    /** Takes back what {@link #begin} counted: the account's whole count, of the address only this attempt. */
    synchronized void succeeded(String account, String address) {
        boolean home = isAtHome(account, address, clock.instant());
        attempts.remove(account);
        if (!home) takeBack(address);
        atHome.remove(account + " " + address); // to be the youngest again
        atHome.put(account + " " + address, clock.instant());
        dropOldest(atHome);
    }

    /** Takes back what {@link #begin} counted, for an attempt that was not judged: the server failed. */
    synchronized void undecided(String account, String address) {
        takeBack(account);
        if (!isAtHome(account, address, clock.instant())) takeBack(address);
    }

    private void takeBack(String key) {
        @Nullable Attempts known = attempts.get(key);
        if (known == null) return;
        known.failures--;
        known.closedUntil = null;
        if (known.failures <= 0) attempts.remove(key);
    }

    private static final class Attempts {
        private final Instant first;
        private int failures;
        private @Nullable Instant closedUntil;

        Attempts(Instant first) {
            this.first = first;
        }

        boolean endedAt(Instant now) {
            if (closedUntil != null) return !now.isBefore(closedUntil);
            return !now.isBefore(first.plus(WINDOW));
        }
    }
}
