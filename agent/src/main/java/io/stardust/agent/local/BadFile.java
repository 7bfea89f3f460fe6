package io.stardust.agent.local;

/** The file of local services does not hold; the message says at which line and field, and what was expected. */
final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFile(int line, String message) {
        super("line " + line + ": " + message);
    }
}
