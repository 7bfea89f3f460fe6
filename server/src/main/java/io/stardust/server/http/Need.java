package io.stardust.server.http;

import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Unauthenticated;
import org.jspecify.annotations.Nullable;

/** What a route demands before its handler runs. The project's own role is demanded by the handler, which knows it. */
public enum Need {
    /** Nothing: the route serves people who are not signed in. */
    NOTHING,
    /** A person or token, whoever. */
    SIGNED_IN,
    /** At least viewer in some project. */
    VIEWER,
    /** At least operator in some project. */
    OPERATOR,
    /** At least admin in some project. */
    ADMIN,
    /** The platform's administrator. */
    PLATFORM;

    void check(@Nullable Caller caller) {
        if (this == NOTHING) return;
        if (caller == null)
            throw new Unauthenticated("Authorization: missing (expected: Bearer and a token; see 'stardust login')");
        boolean met = switch (this) {
            case NOTHING, SIGNED_IN -> true;
            case VIEWER -> caller.hasSomewhere(Role.VIEWER);
            case OPERATOR -> caller.hasSomewhere(Role.OPERATOR);
            case ADMIN -> caller.hasSomewhere(Role.ADMIN);
            case PLATFORM -> caller.platform();
        };
        if (!met)
            throw new Denied(
                    "%s lacks the right: %s".formatted(caller.name(), name().toLowerCase(java.util.Locale.ROOT)));
    }
}
