package io.stardust.server.instance;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one instance that is there. Immutable.
 *
 * @param number grows with every instance since the server's start
 * @param keyId by which it logged in; 0: none
 * @param since when it came, epoch ms
 * @param seenAt its last sign of life, epoch ms
 * @param elapsed the same by the clock that no clock step moves
 * @param meters null before its first heartbeat
 */
record Seat(
        long number,
        Instance instance,
        long keyId,
        long since,
        long seenAt,
        long elapsed,
        @Nullable Meters meters) {
    Seat heard(long now, long steady, @Nullable Meters told) {
        return new Seat(number, instance, keyId, since, now, steady, told == null ? meters : told);
    }

    Seat as(Instance again, long key, long now, long steady) {
        return new Seat(number, again, key, since, now, steady, meters);
    }
}
