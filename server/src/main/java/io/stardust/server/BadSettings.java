package io.stardust.server;

/** The settings do not hold; the message is for who wrote them. */
final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSettings(String message) {
        super(message);
    }

    /** {@code name: value (expected: …)}. */
    BadSettings(String name, String value, String expected) {
        this("%s: %s (expected: %s)".formatted(name, value, expected));
    }
}
