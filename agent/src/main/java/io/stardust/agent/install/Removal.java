package io.stardust.agent.install;

import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.protocol.deploy.ServiceName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes an app off this machine; may be stopped anywhere and run again. */
final class Removal {
    private final Layout layout;
    private final Disk disk;
    private final Swapper swapper;

    Removal(Layout layout, Disk disk, Swapper swapper) {
        this.layout = layout;
        this.disk = disk;
        this.swapper = swapper;
    }

    void run(String name) throws IOException {
        if (!ServiceName.is(name)) throw new IOException("service name '" + name + "': nothing can be installed by it");
        try {
            swapper.settle(name, "removed");
        } catch (InstallException e) {
            throw new IOException(e.getMessage(), e);
        }
        Optional<Installed> last = swapper.installed(name);
        Path directory = last.map(Installed::directoryPath)
                .orElse(layout.apps().resolve(name))
                .normalize();
        if (isOurs(directory) && !isShared(name, directory)) disk.deleteTree(directory);
        ShadowFiles.removeOthers(layout, disk, name, null);
        disk.deleteTree(layout.releases(name));
        disk.deleteTree(layout.logs(name));
        disk.deleteTree(layout.staging(name));
        disk.deleteTree(layout.config(name));
        disk.delete(layout.files(name));
        disk.delete(layout.packed(name));
        // last: while it is there the removal can be done again and finds the work directory
        disk.delete(layout.manifest(name));
    }

    private boolean isOurs(Path directory) {
        return directory.startsWith(layout.apps()) && !directory.equals(layout.apps()) && !throughLink(directory);
    }

    private boolean throughLink(Path directory) {
        for (Path at = directory; !at.equals(layout.data()); at = Layout.parent(at)) {
            if (Files.isSymbolicLink(at)) return true;
        }
        return false;
    }

    /** Another app may live in the same folder, or in one below. */
    private boolean isShared(String name, Path directory) throws IOException {
        if (!Files.isDirectory(layout.state())) return false;
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(layout.state(), "*.json")) {
            for (Path manifest : manifests) {
                String file = String.valueOf(manifest.getFileName());
                String other = file.substring(0, file.length() - ".json".length());
                if (other.equals(name)) continue;
                boolean within = swapper.installed(other)
                        .filter(it -> it.directoryPath().startsWith(directory))
                        .isPresent();
                if (within) return true;
            }
        }
        return false;
    }
}
