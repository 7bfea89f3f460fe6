package io.stardust.agent.install;

import io.avaje.jsonb.Json;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PackageMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the work directory of one app was last made from; kept on disk, changed together with the work directory.
 *
 * @param name Of the service.
 * @param version Of the release; empty if the server gave none.
 * @param releaseId 0 = the server gave none.
 * @param hash Of the package as the deployment names it (SHA-256, else MD5), lower-case hex.
 * @param sha256 Of the package, 64 lower-case hex.
 * @param directory The work directory, absolute.
 * @param programs Where the program files are, absolute: the work directory, or the shadow directory.
 * @param options How the package was put there: package mode and overwrite list; absent from older agents.
 * @param reinstalls How often people had asked for it to be installed again.
 * @param files Every file of the package, relative to programs, with {@code /}.
 */
@Json
public record Installed(
        String name,
        String version,
        long releaseId,
        String hash,
        String sha256,
        String directory,
        String programs,
        List<String> files,
        @Nullable String options,
        long reinstalls) {
    public Installed {
        files = List.copyOf(files);
    }

    /** What {@link #options} says of a deployment. */
    public static String optionsOf(DeployInfo deploy) {
        String overwrite = deploy.overwrite();
        return PackageMode.of(deploy.mode()) + " " + (overwrite == null ? "" : overwrite.strip());
    }

    /** The same files, as the release of {@code deploy}, whose package is the same. */
    Installed as(DeployInfo deploy) {
        String its = deploy.version() == null ? "" : deploy.version();
        return new Installed(
                name, its, deploy.releaseId(), hash, sha256, directory, programs, files, options, reinstalls);
    }

    /** The work directory. */
    public Path directoryPath() {
        return Path.of(directory);
    }
}
