package io.stardust.server.deploy;

import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** Hears, within the same transaction, that an order by hand overtakes what rollouts still had to do. */
@FunctionalInterface
public interface Takeover {
    /**
     * Closes whatever is still open for some placements.
     *
     * @param why what overtook it
     * @param gone true if the placements are removed: then rollouts that wait for their time lose them, too
     */
    void supersede(Handle sql, Collection<Long> placementIds, Told why, boolean gone, long now);
}
