package io.stardust.server.logs.read;

/** A body that is not what its type says; nothing of it was read. The message is fit for the sender. */
public final class BadLogs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLogs(String message) {
        super(message);
    }
}
