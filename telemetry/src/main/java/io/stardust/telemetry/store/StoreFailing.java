package io.stardust.telemetry.store;

/** The disk does not take what is written: the batch was not taken. The message says what the system said. */
public final class StoreFailing extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreFailing(String shelf, Throwable cause) {
        super(shelf + " cannot be written: " + cause.getMessage(), cause);
    }
}
