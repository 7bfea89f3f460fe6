package io.stardust.server.rollout;

import io.stardust.server.deploy.Deployment;
import io.stardust.server.rollout.ReleaseChoice.Move;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says what a first publish does to the local service whose place it takes. Thread-safe. */
@FunctionalInterface
public interface Foresight {
    /** What becomes of those that run under the names of {@code moves}, by node. */
    Map<Long, Fate> fates(Handle sql, Deployment deployment, List<Move> moves);

    /**
     * What becomes of a local service that runs.
     *
     * @param stays its process runs on, and no file is exchanged
     * @param why it does not; null when it stays
     */
    record Fate(boolean stays, @Nullable String why) {}
}
