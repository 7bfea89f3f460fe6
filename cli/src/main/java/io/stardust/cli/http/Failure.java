package io.stardust.cli.http;

import org.jspecify.annotations.Nullable;

/** Why a verb could not do its work, in one line for people; it becomes the process's exit. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    public Failure(Exit exit, String line) {
        this(exit, line, null);
    }

    Failure(Exit exit, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.exit = exit;
    }

    /** The server or an agent could not do it. */
    public static Failure failed(String line) {
        return new Failure(Exit.FAILED, line);
    }

    /** A word, option or value is wrong. */
    public static Failure usage(String line) {
        return new Failure(Exit.USAGE, line);
    }

    /** There is no such thing. */
    public static Failure notFound(String line) {
        return new Failure(Exit.NOT_FOUND, line);
    }

    public Exit exit() {
        return exit;
    }

    /** What to print. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
