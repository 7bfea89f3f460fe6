package io.stardust.server.variable;

import org.jspecify.annotations.Nullable;

/** An agent cannot be told what a placement should run; the message says why, to people. */
public final class Untellable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;

    public Untellable(String words, @Nullable Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    public String words() {
        return words;
    }
}
