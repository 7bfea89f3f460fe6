package io.stardust.client.log;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The trace in what a logging library keeps for each thread: the MDC, Log4j's thread context. */
public final class Traces {
    private static final List<String> NAMES = List.of("traceId", "trace_id", "trace.id");

    private Traces() {}

    /** Takes the trace out of {@code context}, and what has no value; empty: there is none. */
    public static String takenOutOf(Map<String, String> context) {
        String trace = "";
        for (String name : NAMES) {
            String found = context.remove(name);
            if (found != null) trace = found;
        }
        context.values().removeIf(Objects::isNull); // both libraries allow it
        return trace;
    }
}
