package io.stardust.server.backup;

import org.jspecify.annotations.Nullable;

/** A copy, backup or restore cannot be done; the message says why and what to do, for the operator. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
