package io.stardust.server.deploy;

import io.stardust.api.deploy.OfferedServiceView;
import io.stardust.api.deploy.ProbeView;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments can have the process of a new release beside that of the one before: what tells the two apart is
 * their port, so nothing may name one. Pure functions.
 */
public final class Overlaps {
    private Overlaps() {}

    /** Where the second process of a placement is; 0 = it has none. A placement with a port of its own has none. */
    public static int port(Deployment deployment, Placement placement) {
        DeployMode mode = placement.mode() == null ? deployment.mode() : placement.mode();
        return mode == DeployMode.SHADOW && placement.port() == 0 ? deployment.overlapPort() : 0;
    }

    /** Refuses one that has an overlap port without what that needs. */
    static void require(Deployment deployment) {
        int port = deployment.overlapPort();
        if (port == 0) return;
        if (deployment.mode() != DeployMode.SHADOW) refuse(port, "mode shadow, where each release has its own folder");
        if (!deployment.allowMultiple()) refuse(port, "allowMultiple true");
        if (deployment.port() == 0) refuse(port, "a port as well");
        if (deployment.port() == port) refuse(port, "another one than port");
        if (deployment.reloadOnChange()) refuse(port, "reloadOnChange false: a new release changes files");
        if (deployment.healthCheck() != null && deployment.readiness() == null) {
            throw new Invalid(
                    "healthCheck",
                    Check.shortened(deployment.healthCheck()),
                    "none, and a readiness probe with a path: with overlapPort each process is asked at its own port");
        }
        probe("readiness", deployment.readiness());
        probe("liveness", deployment.liveness());
        @Nullable List<OfferedServiceView> services = OfferedServices.of(deployment.services());
        for (OfferedServiceView each : services == null ? List.<OfferedServiceView>of() : services) {
            if (each.port() == null) continue;
            throw new Invalid(
                    "services.port", each.port(), "none: with overlapPort a service is at the port of its process");
        }
    }

    private static void refuse(int port, String needed) {
        throw new Invalid("overlapPort", port, "0, or " + needed);
    }

    private static void probe(String field, @Nullable String kept) {
        @Nullable ProbeView probe = Probes.of(kept);
        if (probe == null || "exec".equals(probe.kind())) return;
        @Nullable String target = probe.target();
        if (target == null || target.startsWith("/")) return;
        throw new Invalid(
                field + ".target",
                Check.shortened(target),
                "a path, or none for tcp: with overlapPort each process is asked at its own port");
    }
}
