package io.stardust.client.token;

/** A service token is not accepted; the message says why and may be shown to who sent it. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** There is none. */
        MISSING(401),
        /** It is no signed token as ours are. */
        MALFORMED(401),
        /** It names a key that the server does not have, or that cannot be had now. */
        UNKNOWN_KEY(401),
        /** It was forged or changed. */
        FORGED(401),
        /** It has ended, or is from the future. */
        EXPIRED(401),
        /** It was taken back. */
        REVOKED(401),
        /** It is for other apps than this one. */
        AUDIENCE(403),
        /** It does not cover what is asked. */
        SCOPE(403);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The HTTP status that says so: 401 when another token may help, else 403. */
        public int status() {
            return status;
        }
    }

    TokenException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it is not accepted. */
    public Reason reason() {
        return reason;
    }
}
