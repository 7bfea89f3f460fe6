package io.stardust.agent;

/** The settings do not hold; the message is for who wrote them. */
final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSettings(String message) {
        super(message);
    }
}
