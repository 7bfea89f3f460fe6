package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.DeployInfo;
import org.jspecify.annotations.Nullable;

/**
 * Hears when others may call the process of a placement, and when no more. An app that this machine's own file names is
 * none. {@code run} names one start of the process; null when an agent before runs had names started it.
 */
public interface Traffic {
    /** Nobody is told. */
    Traffic NONE = new Traffic() {
        @Override
        public void up(DeployInfo placement, @Nullable String run) {}

        @Override
        public void down(DeployInfo placement, @Nullable String run) {}

        @Override
        public void leaving(DeployInfo placement, @Nullable String run) {}

        @Override
        public void ended(DeployInfo placement, @Nullable String run) {}
    };

    /** The process is ready, or what it offers may be otherwise now. Returns at once. */
    void up(DeployInfo placement, @Nullable String run);

    /** It runs, but is not ready any more. Returns at once. */
    void down(DeployInfo placement, @Nullable String run);

    /** It is about to be stopped: returns when nobody is sent to it any more, or after a short while. */
    void leaving(DeployInfo placement, @Nullable String run) throws InterruptedException;

    /** It has ended, by itself or not. Returns at once. */
    void ended(DeployInfo placement, @Nullable String run);
}
