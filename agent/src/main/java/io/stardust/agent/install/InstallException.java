package io.stardust.agent.install;

import org.jspecify.annotations.Nullable;

/** Why an install stopped: the step that could not be done, and words for people. Nothing is half-applied. */
public final class InstallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String step;

    /** {@code step} is a wire name of the step report: downloaded, verified, unpacked or started. */
    public InstallException(String step, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    /** As the other, with no cause worth telling. */
    public InstallException(String step, String message) {
        this(step, message, null);
    }

    /** The step that could not be done: {@code downloaded}, {@code verified}, {@code unpacked} or {@code started}. */
    public String step() {
        return step;
    }

    /** Never null: an install that stops says why. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
