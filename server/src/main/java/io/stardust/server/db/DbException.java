package io.stardust.server.db;

import org.jspecify.annotations.Nullable;

/** The database refused, is too busy or is closed. The message is for the log, not for people. */
public final class DbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DbException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
