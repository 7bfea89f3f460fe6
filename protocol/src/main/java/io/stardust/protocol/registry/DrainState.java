package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * How far the calls are led away from a process: the answer to {@link DrainQuery} (ours).
 *
 * @param providers How many services the run offers; 0 = there is nothing to wait for.
 * @param waiting How many consumers are not known to have heard.
 * @param silent Some of them, at most 20, as {@code app@client}.
 * @param calls How many calls the process says are under way; {@link #UNKNOWN} = it does not say.
 * @param left Ms for which it is worth to wait at most.
 */
@Json(caseInsensitiveKeys = true)
public record DrainState(
        @Json.Property("Providers") int providers,
        @Json.Property("Waiting") int waiting,
        @Json.Property("Silent") List<String> silent,
        @Json.Property("Calls") int calls,
        @Json.Property("Left") long left) {
    /** Nobody tells the number of calls. */
    public static final int UNKNOWN = -1;

    /** There is nothing to wait for. */
    public static final DrainState NOTHING = new DrainState(0, 0, List.of(), UNKNOWN, 0);

    public DrainState {
        silent = List.copyOf(silent);
    }
}
