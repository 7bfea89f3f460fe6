package io.stardust.server.db;

import org.jdbi.v3.core.Handle;

/** One kind of database: how connections to it are opened, and how it is read. Thread-safe. */
sealed interface Engine permits SqliteFile, Postgres {
    /**
     * Opens a connection to write with, for one thread.
     *
     * @throws DbException if there is none to be had, in words for the operator
     */
    Handle open();

    /**
     * As {@link #open}, for small pieces of work, each in a savepoint: what undoes one is kept in memory, however large
     * it is.
     */
    Handle openForPieces();

    /**
     * Opens a connection that reads one moment of what is committed until it is closed, beside whoever writes.
     *
     * @throws DbException as {@link #open}
     */
    Handle openMoment();

    /** Whether a connection that has rested still answers. */
    boolean answers(Handle handle);

    /** Opens what reads; to be closed by the caller. */
    Readers readers();

    /** Whether other servers can reach the same database. */
    boolean shared();
}
