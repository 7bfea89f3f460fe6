package io.stardust.agent.install.place;

import io.stardust.protocol.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Why an install stopped: the step that could not be done, and words for people. Nothing is half-applied. */
public final class InstallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final transient Reason reason;

    /** {@code step} is a wire name of the step report: downloaded, verified, unpacked or started. */
    public InstallException(String step, Reason reason, @Nullable Throwable cause) {
        super(reason.text(), cause);
        this.step = step;
        this.reason = reason;
    }

    /** As the other, with no cause worth telling. */
    public InstallException(String step, Reason reason) {
        this(step, reason, null);
    }

    /** For what is so rare that the catalogue has no code for it. */
    public InstallException(String step, String message, @Nullable Throwable cause) {
        this(step, Reason.said(message), cause);
    }

    /** As the other, with no cause worth telling. */
    public InstallException(String step, String message) {
        this(step, message, null);
    }

    /** Why, by code. */
    public Reason reason() {
        return reason;
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
