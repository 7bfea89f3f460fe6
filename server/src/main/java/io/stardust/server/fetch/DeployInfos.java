package io.stardust.server.fetch;

import io.stardust.protocol.deploy.ConfigFiles;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.release.Release;
import org.jspecify.annotations.Nullable;

/** Makes what an agent is told of one placement. Pure functions. */
final class DeployInfos {
    private DeployInfos() {}

    /** The whole entry; {@code release} is null when none was published or it is gone. */
    static DeployInfo of(
            Deployment deployment,
            Placement placement,
            @Nullable Release release,
            ServiceInfo service,
            String app,
            @Nullable ConfigFiles files) {
        return new DeployInfo(
                placement.id(),
                app,
                release == null ? null : release.version(),
                release == null ? null : "/cube/file?id=" + release.id() + ".zip",
                release == null ? null : release.md5(),
                release == null ? null : release.overwrite(),
                release == null ? 0 : release.mode().number(),
                service,
                release == null ? null : release.sha256(),
                release == null ? 0 : release.size(),
                release == null ? 0 : release.id(),
                placement.desiredRevision(),
                placement.effective(deployment.enabled()).wire(),
                placement.restarts(),
                placement.rolloutId(),
                release == null || release.manifestSha256() == null
                        ? null
                        : "/Deploy/Manifest?releaseId=" + release.id(),
                release == null ? null : release.manifestSha256(),
                release == null ? null : release.signature(),
                release == null ? null : release.signedBy(),
                placement.reinstalls(),
                deployment.wiredServices(),
                files);
    }
}
