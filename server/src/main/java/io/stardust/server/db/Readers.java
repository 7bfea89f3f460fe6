package io.stardust.server.db;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Database.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The read-only connections of a database. Thread-safe; callers may be virtual threads. */
interface Readers extends AutoCloseable {
    /**
     * Runs {@code work} on one moment of what is committed: every write that returned before is in it.
     *
     * @throws DbException if no connection is free in time; what {@code work} throws is rethrown
     */
    <T extends @Nullable Object> T read(Work<T> work);

    /** The threads that work here. */
    List<Loop> loops();

    @Override
    void close();
}
