package io.stardust.server.node;

import org.jspecify.annotations.Nullable;

/**
 * A machine with an agent, as other features see it. Immutable.
 *
 * @param code its name on the wire and the key of its push session
 * @param enabled false when people have shut it out
 * @param approved false while it waits for somebody to let it in
 * @param online true when its agent responds, as far as is known
 * @param lost true when it does not respond, but is not given up
 * @param version of the agent; null before its first login
 * @param compile when the agent was built, {@code yyyy-MM-ddTHH:mm:ss} local; null when it did not say
 * @param foreign true for an agent that is not ours: it knows upstream's protocol only
 */
public record Node(
        long id,
        String code,
        long projectId,
        String name,
        boolean enabled,
        boolean approved,
        boolean online,
        boolean lost,
        @Nullable String version,
        @Nullable String compile,
        boolean foreign) {
    /** As it stands in the change table. */
    public String actor() {
        return "node:" + id + " " + name;
    }
}
