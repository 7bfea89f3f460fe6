package io.stardust.server.logs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What each app may log within an hour: a share that fills up again evenly, so that a burst passes and a flood does
 * not. Thread-safe.
 */
final class Limits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long NOTICE_EVERY = Duration.ofMinutes(1).toMillis();

    private final LongSupplier hourBytes;
    private final InstantSource clock;
    private final Map<Long, Share> shares = new ConcurrentHashMap<>();

    Limits(LongSupplier hourBytes, InstantSource clock) {
        this.hourBytes = hourBytes;
        this.clock = clock;
    }

    /**
     * Whether records may come in.
     *
     * @param notice what the app's log is to say of it; null: nothing, or it was said a moment ago
     */
    record Answer(boolean taken, @Nullable String notice) {
        static final Answer YES = new Answer(true, null);
    }

    /** How much of its share an app has used, and what was refused; bytes of messages. */
    record Volume(long used, long refusedRecords, long refusedBytes) {}

    /** Takes {@code bytes} of the app's share when it is not used up; the last batch may go beyond it. */
    Answer ask(long appId, long records, long bytes) {
        return shares.computeIfAbsent(appId, _ -> new Share()).ask(records, bytes, hourBytes.getAsLong());
    }

    /** By the app's id. */
    Map<Long, Volume> volumes() {
        Map<Long, Volume> volumes = new TreeMap<>();
        shares.forEach((app, share) -> volumes.put(app, share.volume(hourBytes.getAsLong())));
        return volumes;
    }

    private final class Share {
        private double used; // guarded by this, as what follows
        private long at = clock.millis();
        private long refusedRecords;
        private long refusedBytes;
        private long untoldRecords;
        private long untoldBytes;
        private long toldAt;

        synchronized Answer ask(long records, long bytes, long limit) {
            flow(limit);
            if (used < limit) {
                used += bytes;
                return new Answer(true, notice(limit));
            }
            refusedRecords += records;
            refusedBytes += bytes;
            untoldRecords += records;
            untoldBytes += bytes;
            return new Answer(false, notice(limit));
        }

        /** What was used an hour ago is free again, bit by bit. */
        private void flow(long limit) {
            long now = clock.millis();
            long passed = Math.max(0, now - at);
            at = now;
            used = Math.max(0, used - (double) limit * passed / HOUR.toMillis());
        }

        private @Nullable String notice(long limit) {
            if (untoldRecords == 0 || (toldAt != 0 && at - toldAt < NOTICE_EVERY)) return null;
            String words = String.format(
                    Locale.ROOT,
                    "%,d records (%,d bytes) of this app were refused: it logs more than %,d bytes an hour (setting logs.app-bytes-an-hour)",
                    untoldRecords,
                    untoldBytes,
                    limit);
            untoldRecords = 0;
            untoldBytes = 0;
            toldAt = at;
            return words;
        }

        synchronized Volume volume(long limit) {
            flow(limit);
            return new Volume((long) used, refusedRecords, refusedBytes);
        }
    }
}
