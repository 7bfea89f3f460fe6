package io.stardust.server.command;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an order is handed over, and when it is given up. Upstream hands over 10 times, 100 when the order has an
 * expiry. Its clients forget an id after an hour and would then run it once more, hence {@link #LEAD} and
 * {@link #REPEATED}.
 */
final class DeliveryRules {
    /** How long before its start an order is handed over; the client waits for the exact time. */
    static final Duration LEAD = Duration.ofMinutes(5);
    /** How long after the first time an order is handed over again. */
    static final Duration REPEATED = Duration.ofMinutes(50);
    /** When an order without an expiry that was never answered ends. */
    static final Duration LOST = Duration.ofHours(24);

    private static final int TIMES = 10;
    private static final int TIMES_PATIENT = 100;

    private DeliveryRules() {}

    static boolean isDue(@Nullable Instant startAt, Instant now) {
        return startAt == null || !startAt.isAfter(now.plus(LEAD));
    }

    static boolean isRepeated(Command command, Instant now) {
        return command.deliveredAt() == null
                || command.deliveredAt().plus(REPEATED).isAfter(now);
    }

    /** Returns why the order ends now without an answer; null when it does not. */
    static @Nullable String over(Command command, Instant now) {
        Instant expireAt = command.expireAt();
        if (expireAt != null && expireAt.isBefore(now)) return "expired";
        int bound = expireAt != null || command.acknowledged() ? TIMES_PATIENT : TIMES;
        if (command.times() >= bound) return "given up: handed over %d times without an answer".formatted(bound);
        Instant from = command.startAt() == null ? command.createdAt() : command.startAt();
        boolean lost = expireAt == null && from.plus(LOST).isBefore(now);
        return lost ? "given up: no answer in " + LOST.toHours() + " hours" : null;
    }
}
