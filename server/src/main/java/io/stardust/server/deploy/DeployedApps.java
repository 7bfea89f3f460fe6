package io.stardust.server.deploy;

import io.stardust.server.app.Apps;
import org.jdbi.v3.core.Handle;

/** Tells apps that they must stay while they have deployments. Thread-safe. */
public final class DeployedApps implements Apps.UsageCheck {
    private final DeploymentStore deployments = new DeploymentStore();

    @Override
    public boolean used(Handle sql, long appId) {
        return deployments.usesApp(sql, appId);
    }
}
