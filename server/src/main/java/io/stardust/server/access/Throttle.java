package io.stardust.server.access;

import io.stardust.server.http.ApiException.TooMany;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows the guessing of passwords and codes: five failures within fifteen minutes close an account, and an address, for
 * five. Thread-safe; kept in memory, so a restart forgets. An attempt counts as failed until it succeeds, so that many
 * at once gain nothing.
 */
public final class Throttle {
    private static final int FAILURES = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration CLOSED = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>();

    public Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts an attempt against each of {@code keys}.
     *
     * @throws TooMany if one of them is closed
     */
    synchronized void begin(String... keys) {
        Instant now = clock.instant();
        for (String key : keys) {
            @Nullable Attempts known = attempts.get(key);
            if (known != null && known.closedUntil != null && now.isBefore(known.closedUntil)) {
                Duration wait = Duration.between(now, known.closedUntil);
                throw new TooMany("too many failed attempts; try again in %d s".formatted(wait.toSeconds() + 1), wait);
            }
        }
        for (String key : keys) count(key, now);
        if (attempts.size() > REMEMBERED) makeRoom(now);
    }

    /** Drops what has ended, then the oldest. */
    private void makeRoom(Instant now) {
        attempts.values().removeIf(old -> old.endedAt(now));
        Iterator<Attempts> oldest = attempts.values().iterator();
        for (int i = attempts.size(); i > REMEMBERED; i--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The key of an address: of IPv6 the network, since one who has an address there has them all. */
    static String address(String address) {
        if (!address.contains(":")) return "address:" + address;
        try {
            byte[] bytes = InetAddress.ofLiteral(address.replaceAll("%.*", "")).getAddress();
            int length = bytes.length == 16 ? 8 : bytes.length; // an IPv4 address written as IPv6 comes as 4 bytes
            return "address:" + HexFormat.of().formatHex(bytes, 0, length);
        } catch (IllegalArgumentException _) {
            return "address:" + address;
        }
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
        attempts.remove(account);
        @Nullable Attempts known = attempts.get(address);
        if (known == null) return;
        known.failures--;
        known.closedUntil = null;
        if (known.failures <= 0) attempts.remove(address);
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
