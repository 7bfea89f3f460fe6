package io.stardust.agent;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who starts this program again when it ends with {@link #AGAIN}. Immutable.
 *
 * @param home of the program's versions, with the start script; null when nobody does
 * @param arguments of this program, without its word
 * @param end ends it with that code
 */
record Restarter(@Nullable Path home, List<String> arguments, Runnable end) {
    /** The exit code that asks for a new start; sysexits' "try again". */
    static final int AGAIN = 75;

    /** Set by the start script. */
    static final String VARIABLE = "STARDUST_PROGRAM";

    static final Restarter NOBODY = new Restarter(null, List.of(), () -> {});

    Restarter {
        arguments = List.copyOf(arguments);
    }
}
