package io.stardust.cli.http;

import org.jspecify.annotations.Nullable;

/** Why a verb could not do its work, in one line for people; it becomes the process's exit. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final @Nullable String next;

    public Failure(Exit exit, String line) {
        this(exit, line, null);
    }

    Failure(Exit exit, String line, @Nullable Throwable cause) {
        this(exit, line, null, cause);
    }

    private Failure(Exit exit, String line, @Nullable String next, @Nullable Throwable cause) {
        super(line, cause);
        this.exit = exit;
        this.next = next;
    }

    /** This, with the command to try next: {@code stardust node list}. */
    public Failure next(String command) {
        return new Failure(exit, line(), command, getCause());
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

    /** The command to try next; null when none is known. */
    public @Nullable String next() {
        return next;
    }

    public Exit exit() {
        return exit;
    }

    /** What to print. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
