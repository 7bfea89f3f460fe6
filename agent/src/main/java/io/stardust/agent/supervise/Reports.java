package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;

/**
 * Hears what the supervisor sees. Called in order by one thread, which also writes state and rotates logs: an
 * implementation returns soon and never waits for the network.
 */
public interface Reports {
    /** The state of a placement changed. */
    void placement(PlacementReport report);

    /** A step of bringing a placement to its desired state ended. */
    void step(StepReport step);
}
