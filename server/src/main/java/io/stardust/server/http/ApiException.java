package io.stardust.server.http;

import java.time.Duration;

/** A request that failed in a way its caller can act on. {@link Errors} turns it into RFC 9457 problem+json. */
public abstract sealed class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    private ApiException(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The same few words for every failure of this kind. */
    public String title() {
        return title;
    }

    /** What was wrong, what was expected, what to do. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When to try again, for {@code Retry-After}; 0 for failures that time does not heal. */
    public long retryAfterSeconds() {
        return 0;
    }

    /** The request itself is wrong; sending it again will not help. */
    public static final class Invalid extends ApiException {
        private static final long serialVersionUID = 1L;

        public Invalid(String detail) {
            super(400, "The request is not valid", detail);
        }

        /** {@code field: value (expected: …)}. */
        public Invalid(String field, Object value, String expected) {
            this("%s: %s (expected: %s)".formatted(field, value, expected));
        }
    }

    /** Nobody is signed in, or the token is unknown, expired or revoked. */
    public static final class Unauthenticated extends ApiException {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String detail) {
            super(401, "Sign in first", detail);
        }
    }

    /** Signed in, but not allowed. */
    public static final class Denied extends ApiException {
        private static final long serialVersionUID = 1L;

        public Denied(String detail) {
            super(403, "Not allowed", detail);
        }
    }

    /** There is no such thing, or the caller may not know that there is. */
    public static final class NotFound extends ApiException {
        private static final long serialVersionUID = 1L;

        public NotFound(String kind, Object id) {
            super(404, "Not found", "no %s %s".formatted(kind, id));
        }
    }

    /** The state of things does not allow it now, or the name is taken. */
    public static final class Conflict extends ApiException {
        private static final long serialVersionUID = 1L;

        public Conflict(String detail) {
            super(409, "Conflict", detail);
        }
    }

    /** Somebody else changed it first: read it again, then retry. */
    public static final class Outdated extends ApiException {
        private static final long serialVersionUID = 1L;

        public Outdated(String kind, Object id, long seen, long now) {
            super(
                    412,
                    "Changed meanwhile",
                    "%s %s is at revision %d, not %d; read it again".formatted(kind, id, now, seen));
        }
    }

    /** An edit without saying what was seen. */
    public static final class Unconditional extends ApiException {
        private static final long serialVersionUID = 1L;

        public Unconditional() {
            super(
                    428,
                    "If-Match is missing",
                    "If-Match: missing (expected: the ETag of what you edit, or * to overwrite)");
        }
    }

    /** A body in chunks, where its length must be told first. */
    public static final class LengthRequired extends ApiException {
        private static final long serialVersionUID = 1L;

        public LengthRequired() {
            super(
                    411,
                    "Length required",
                    "Transfer-Encoding: chunked (expected: Content-Length, as long as no valid token is shown)");
        }
    }

    /** More bytes than allowed. */
    public static final class TooLarge extends ApiException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String what, long bytes, long limit) {
            super(
                    413,
                    "Too large",
                    "%s: %s bytes (expected: at most %d)".formatted(what, bytes < 0 ? "more" : bytes, limit));
        }
    }

    /** A package that nobody trusted has signed, where somebody must. */
    public static final class Untrusted extends ApiException {
        private static final long serialVersionUID = 1L;

        public Untrusted(String detail) {
            super(422, "Not signed as required", detail);
        }
    }

    /** Too many attempts; wait. */
    public static final class TooMany extends ApiException {
        private static final long serialVersionUID = 1L;

        private final long waitSeconds;

        /** {@code wait} goes into Retry-After. */
        public TooMany(String detail, Duration wait) {
            super(429, "Too many attempts", detail);
            this.waitSeconds = wait.toSeconds() + 1;
        }

        @Override
        public long retryAfterSeconds() {
            return waitSeconds;
        }
    }

    /** Not now: a part is away or full. Try again later. */
    public static final class Unavailable extends ApiException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String detail) {
            super(503, "Not available now", detail);
        }

        @Override
        public long retryAfterSeconds() {
            return 5;
        }
    }
}
