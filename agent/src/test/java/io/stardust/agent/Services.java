package io.stardust.agent;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import org.jspecify.annotations.Nullable;

/** Entries of a desired state with one thing changed that few tests care for. */
public final class Services {
    private Services() {}

    /** Served by another program: files that stay, and what tells that program. */
    public static DeployInfo site(DeployInfo deploy, @Nullable String keep, @Nullable String reload) {
        ServiceInfo service = service(deploy);
        return with(deploy, service, 12, service.userName(), keep, reload);
    }

    /** The number of the mode as it is on the wire. */
    public static DeployInfo mode(DeployInfo deploy, int number) {
        ServiceInfo service = service(deploy);
        return with(deploy, service, number, service.userName(), service.keep(), service.reloadCommand());
    }

    /** To be run by that user. */
    public static DeployInfo user(DeployInfo deploy, String user) {
        ServiceInfo service = service(deploy);
        return with(deploy, service, service.mode(), user, service.keep(), service.reloadCommand());
    }

    private static ServiceInfo service(DeployInfo deploy) {
        ServiceInfo service = deploy.service();
        if (service == null) throw new AssertionError("no service in " + deploy);
        return service;
    }

    private static DeployInfo with(
            DeployInfo deploy,
            ServiceInfo service,
            int mode,
            @Nullable String user,
            @Nullable String keep,
            @Nullable String reload) {
        ServiceInfo changed = new ServiceInfo(
                service.name(),
                service.fileName(),
                service.arguments(),
                service.workingDirectory(),
                user,
                service.enable(),
                mode,
                service.allowMultiple(),
                service.environments(),
                service.autoStop(),
                service.reloadOnChange(),
                service.maxMemory(),
                service.oomScoreAdjust(),
                service.priority(),
                service.healthCheck(),
                service.port(),
                service.readiness(),
                service.liveness(),
                service.reloadPatterns(),
                keep,
                reload,
                service.portArgument(),
                service.stopWait(),
                service.environmentMap(),
                service.logFiles(),
                service.overlapPort());
        return new DeployInfo(
                deploy.id(),
                deploy.name(),
                deploy.version(),
                deploy.url(),
                deploy.hash(),
                deploy.overwrite(),
                deploy.mode(),
                changed,
                deploy.sha256(),
                deploy.size(),
                deploy.releaseId(),
                deploy.revision(),
                deploy.desired(),
                deploy.restarts(),
                deploy.rolloutId(),
                deploy.manifest(),
                deploy.manifestSha256(),
                deploy.signature(),
                deploy.signedBy(),
                deploy.reinstalls(),
                null,
                null);
    }
}
