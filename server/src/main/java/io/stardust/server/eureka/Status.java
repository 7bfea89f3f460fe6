package io.stardust.server.eureka;

import java.util.Locale;

/** How an instance is, in Eureka's words. */
enum Status {
    /** It takes calls. */
    UP,
    /** It says that it is unwell. */
    DOWN,
    /** Not yet. */
    STARTING,
    /** Taken out on purpose. */
    OUT_OF_SERVICE,
    /** Nothing was said. */
    UNKNOWN;

    /** The one of that name, in any case; {@link #UNKNOWN} when there is none. */
    static Status of(String name) {
        for (Status status : values()) if (status.name().equals(name.toUpperCase(Locale.ROOT))) return status;
        return UNKNOWN;
    }
}
