package io.stardust.telemetry.query;

/** What was typed is no query. The message says where, what was expected, and what stands there. */
public final class QuerySyntax extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int position;

    QuerySyntax(int position, String message) {
        super("at character " + (position + 1) + ": " + message);
        this.position = position;
    }

    /** The character it is about, from 0; the length of the text for its end. */
    public int position() {
        return position;
    }
}
