package io.stardust.server.db;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The database refused, is too busy or is closed. The message is for the log, not for people. */
public final class DbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Classes of SQL states that are about the database and not about what it was asked: away, full, shutting down. */
    private static final Set<String> STATES = Set.of("08", "53", "57", "58", "XX");

    /** The same as SQLite's primary codes: I/O error, corrupt, full, cannot open, not a database. */
    private static final Set<Integer> CODES = Set.of(10, 11, 13, 14, 26);

    DbException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** {@code e} as it is, unless the database itself is what failed. */
    static Throwable of(Throwable e) {
        if (!(e instanceof JdbiException) || !(e.getCause() instanceof SQLException cause)) return e;
        @Nullable String state = cause.getSQLState();
        boolean away = state != null
                ? STATES.contains(state.substring(0, Math.min(2, state.length())))
                : CODES.contains(cause.getErrorCode() & 0xff);
        return away ? new DbException("the database failed: " + cause.getMessage(), e) : e;
    }
}
