package io.stardust.telemetry.search;

import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.journal.Batch;
import io.stardust.telemetry.query.LogQuery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who listen to records as they come. Thread-safe. */
public final class Tails implements AutoCloseable {
    private final List<LogTail> tails = new CopyOnWriteArrayList<>();

    /** Begins to listen; {@code capacity}: records that may wait. */
    public LogTail open(LogQuery query, int capacity) {
        LogTail tail = new LogTail(query, capacity, this);
        tails.add(tail);
        return tail;
    }

    void remove(LogTail tail) {
        tails.remove(tail);
    }

    /** Gives {@code batch} to all. */
    public void offer(Batch batch) {
        for (LogTail tail : tails) {
            try {
                tail.offer(batch);
            } catch (DamagedData e) {
                throw new IllegalStateException("a batch in memory cannot be read", e);
            }
        }
    }

    @Override
    public void close() {
        for (LogTail tail : tails) tail.close();
    }
}
