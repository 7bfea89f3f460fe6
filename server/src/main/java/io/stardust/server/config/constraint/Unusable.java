package io.stardust.server.config.constraint;

/** A pattern or schema that is none, in words. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
        super(message, null, false, false);
    }
}
