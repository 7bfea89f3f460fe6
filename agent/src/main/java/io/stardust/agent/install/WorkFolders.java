package io.stardust.agent.install;

import io.stardust.agent.install.place.InstallException;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a folder belongs to one deployment: what one installs there the other would overwrite, or delete. And
 * that it is none of the machine's or the agent's own. Thread-safe.
 */
final class WorkFolders {
    private static final Set<String> SYSTEM = Set.of(
            "/",
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/home",
            "/lib",
            "/lib32",
            "/lib64",
            "/media",
            "/mnt",
            "/opt",
            "/proc",
            "/root",
            "/run",
            "/sbin",
            "/srv",
            "/sys",
            "/tmp",
            "/usr",
            "/var",
            "/dev/shm",
            "/etc/cron.d",
            "/etc/ssh",
            "/etc/ssl",
            "/etc/systemd",
            "/etc/systemd/system",
            "/run/systemd",
            "/usr/bin",
            "/usr/include",
            "/usr/lib",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/local",
            "/usr/local/bin",
            "/usr/local/lib",
            "/usr/local/sbin",
            "/usr/sbin",
            "/usr/share",
            "/var/cache",
            "/var/lib",
            "/var/lock",
            "/var/log",
            "/var/run",
            "/var/spool",
            "/var/tmp",
            "/var/www");
    /** Nor anything below. */
    private static final Set<String> TREES =
            Set.of("/bin", "/boot", "/proc", "/sbin", "/sys", "/usr/bin", "/usr/sbin", "/etc/stardust-agent");

    private final Layout layout;
    private final Swapper swapper;
    private final @Nullable Path program;
    private final Map<String, Path> taken = new HashMap<>(); // by what is being installed

    WorkFolders(Layout layout, Swapper swapper) {
        this.layout = layout;
        this.swapper = swapper;
        String running = System.getProperty("stardust.package"); // HOME/versions/V
        Path versions = running == null ? null : Path.of(running).getParent();
        this.program = versions == null ? null : versions.getParent();
    }

    /** Takes the folder for this app, until {@link #leave} or until what is installed says so; refuses a taken one. */
    synchronized void take(Place place, String step) throws InstallException {
        refuseOwn(place, step);
        Path real = real(place.directory());
        String other = other(place.name(), real);
        if (other != null) {
            throw new InstallException(step, Reason.of(Code.FOLDER_TAKEN, "folder", place.directory(), "app", other));
        }
        taken.put(place.name(), real);
    }

    synchronized void leave(String name) {
        taken.remove(name);
    }

    /** Throws if the folder is the machine's or the agent's own. */
    void refuseOwn(Place place, String step) throws InstallException {
        if (!place.outside()) return;
        Path real = real(place.directory());
        boolean system = SYSTEM.contains(real.toString())
                || SYSTEM.contains(place.directory().toString());
        for (String tree : TREES) system |= real.startsWith(tree);
        boolean agent = meets(real, real(layout.data())) || (program != null && meets(real, real(program)));
        if (!system && !agent) return;
        Code whose = agent ? Code.FOLDER_OF_AGENT : Code.FOLDER_OF_SYSTEM;
        throw new InstallException(step, Reason.of(whose, "folder", place.directory()));
    }

    private @Nullable String other(String name, Path real) throws InstallException {
        for (Map.Entry<String, Path> each : taken.entrySet()) {
            if (!each.getKey().equals(name) && meets(real, each.getValue())) return each.getKey();
        }
        if (!Files.isDirectory(layout.state())) return null;
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(layout.state())) {
            for (Path manifest : manifests) {
                String file = String.valueOf(manifest.getFileName());
                if (!file.endsWith(".json")) continue;
                String other = file.substring(0, file.length() - ".json".length());
                if (other.equals(name)) continue;
                Installed there = swapper.installed(other).orElse(null);
                if (there != null && meets(real, real(there.directoryPath()))) return other;
            }
        } catch (IOException e) {
            throw new InstallException(
                    "unpacked",
                    "cannot look for apps in the same folder: " + io.stardust.agent.files.Trouble.words(e),
                    e);
        }
        return null;
    }

    /** One is the other, or lies in it. */
    private static boolean meets(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    /** As it is reached without links, as far as it is there. */
    private static Path real(Path directory) {
        for (Path there = directory; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(directory)).normalize();
            } catch (IOException _) {
                // not there yet: what it is in tells
            }
        }
        return directory;
    }
}
