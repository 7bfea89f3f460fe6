package io.stardust.telemetry.search;

import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.journal.Batch;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Records as they come, those that a query wants. Who is slow loses the newest and is told how many. Thread-safe;
 * closing it ends it.
 */
public final class LogTail implements AutoCloseable {
    private static final Duration LOOK =
            Duration.ofMillis(20); // regular expressions on one batch; what is left is lost

    private final QueryMatcher matcher;
    private final int capacity;
    private final Tails tails;
    private final ArrayDeque<LogRecord> waiting = new ArrayDeque<>(); // guarded by this, as is what follows
    private long lost;
    private boolean closed;

    /**
     * What has come since the last time.
     *
     * @param records in the order of their arrival
     * @param lost how many came besides that could not wait
     */
    public record News(List<LogRecord> records, long lost) {
        public News {
            records = List.copyOf(records);
        }
    }

    LogTail(LogQuery query, int capacity, Tails tails) {
        if (capacity < 1) throw new IllegalArgumentException("capacity " + capacity + " (expected: at least 1)");
        this.matcher = new QueryMatcher(query);
        this.capacity = capacity;
        this.tails = tails;
    }

    /** Takes what is wanted of {@code batch}. */
    void offer(Batch batch) throws DamagedData {
        Budget budget = Budget.of(LOOK);
        List<LogRecord> wanted = new ArrayList<>();
        long[] unread = new long[1];
        batch.each((timeNs, level, app, fields, attributes, bytes, from, to) -> {
            try {
                if (matcher.matches(timeNs, level, app, fields, attributes, bytes, from, to, budget)) {
                    wanted.add(Batch.record(timeNs, level, app, fields, attributes, bytes, from, to));
                }
            } catch (WatchedText.Spent e) {
                unread[0]++;
            }
        });
        if (!wanted.isEmpty() || unread[0] > 0) add(wanted, unread[0]);
    }

    private synchronized void add(List<LogRecord> wanted, long unread) {
        if (closed) return;
        lost += unread;
        for (LogRecord record : wanted) {
            if (waiting.size() < capacity) waiting.add(record);
            else lost++;
        }
        notifyAll();
    }

    /** Waits until something has come, it is closed, or {@code limit} is over; nothing then. */
    public synchronized News next(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (waiting.isEmpty() && lost == 0 && !closed) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            wait(left);
        }
        News news = new News(new ArrayList<>(waiting), lost);
        waiting.clear();
        lost = 0;
        return news;
    }

    @Override
    public void close() {
        tails.remove(this);
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
