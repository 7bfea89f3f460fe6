package io.stardust.cli.http;

/** What the process's exit code says; documented in docs/cli.md and stable. */
public enum Exit {
    OK(0),
    /** The server or an agent could not do it. */
    FAILED(1),
    /** A word, option or value is wrong. */
    USAGE(2),
    NOT_SIGNED_IN(3),
    NOT_FOUND(4),
    /** The name is taken, or somebody changed it meanwhile. */
    CONFLICT(5),
    /** The server, or the node that was asked, does not answer now. */
    UNAVAILABLE(6);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The exit of an HTTP status that is not a success. */
    static Exit of(int status) {
        return switch (status) {
            case 400, 428 -> USAGE;
            case 401 -> NOT_SIGNED_IN;
            case 404 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> FAILED;
        };
    }
}
