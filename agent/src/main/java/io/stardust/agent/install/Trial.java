package io.stardust.agent.install;

import io.stardust.agent.install.place.InstallException;

/**
 * A release in shadow mode that was put in place while the one before runs on: its programs in a folder of their own,
 * its configuration in the work directory. Until it is kept it counts as not installed for an agent that starts. Calls
 * must not overlap.
 */
public final class Trial {
    private final Swapper swapper;
    private final Journal journal;

    Trial(Swapper swapper, Journal journal) {
        this.swapper = swapper;
        this.journal = journal;
    }

    /** From now on it is what is installed. The programs of the release before lie there until {@link #clean}. */
    public void keep() throws InstallException {
        swapper.keep(journal);
    }

    /** Puts back what was there; no process of the release may run. */
    public void undo() throws InstallException {
        swapper.undo(journal);
    }

    /** After {@link #keep}, when no process of the release before runs any more: frees the disk. */
    public void clean() {
        swapper.clean(journal);
    }
}
