package io.stardust.agent.install;

import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.install.fetch.PackageSource.Body;
import io.stardust.agent.install.fetch.Trust;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** An installer whose packages come from memory. */
final class Releases {
    private final Map<String, byte[]> packages = new ConcurrentHashMap<>();
    private final Path data;
    final Installer installer;

    Releases(Path data) {
        this.data = data;
        this.installer = installer(Disk.REAL);
    }

    /** Another agent on the same data directory, on a disk that may fail. */
    Installer installer(Disk disk) {
        return installer(disk, Runnable::run);
    }

    /** As the other; {@code cleaning} deletes what was replaced. */
    Installer installer(Disk disk, Executor cleaning) {
        PackageSource source = (url, from) -> {
            byte[] bytes = packages.get(url);
            if (bytes == null) throw new java.io.FileNotFoundException(url);
            return new Body(new ByteArrayInputStream(bytes), bytes.length, false);
        };
        return new Installer(data, source, Trust.SERVER, InstantSource.system(), wait -> {}, disk, cleaning);
    }

    DeployInfo deploy(Deploys app, Zips zip) {
        return deploy(app, zip.bytes());
    }

    DeployInfo deploy(Deploys app, byte[] bytes) {
        String url = "/" + packages.size();
        packages.put(url, bytes);
        return app.of(url, bytes).info();
    }

    Staged stage(Deploys app, Zips zip) throws InstallException, InterruptedException {
        DeployInfo deploy = deploy(app, zip);
        return installer.stage(deploy, installer.fetch(deploy, () -> false));
    }

    Installed install(Deploys app, Zips zip) throws InstallException, InterruptedException {
        return installer.swap(stage(app, zip));
    }
}
