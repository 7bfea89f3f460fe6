package io.stardust.server.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed of a service since it was pushed last. Immutable.
 *
 * @param from the version that was pushed last
 * @param version the one it leads to
 * @param set by id, providers that came or are otherwise
 * @param gone ids of those that are no longer shown
 */
record Delta(String service, long from, long version, Map<Long, Provider> set, List<Long> gone) {
    /** The first address among what came, else null: old clients are told one. */
    @Nullable
    String address() {
        return set.isEmpty() ? null : set.values().iterator().next().said.address();
    }
}
