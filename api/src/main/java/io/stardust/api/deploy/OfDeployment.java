package io.stardust.api.deploy;

/** What belongs to a deployment. */
public interface OfDeployment {
    /** Whose it is. */
    long deploymentId();
}
